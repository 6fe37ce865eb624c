# Everything runs from .venv, which `make install` makes with one resolve.
PY := .venv/bin/python
WINDOW := sh .ci/window

.PHONY: install demo test check bench screenshots clean

install: .venv/installed

.venv/installed: pyproject.toml resources/constraints.txt .ci/install
	bash .ci/install
	@touch $@

# With a display: the window on the demo project. Without one: a tour, one PNG per screen.
demo: install
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/emo7 demo; \
	else $(PY) -m emo7_gui.tour --out demo-screens; fi

test: install check
	$(WINDOW) $(PY) -m pytest -n 2 --dist loadfile --max-worker-restart 2

check: install
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

# Ratios within one run; never a verdict.
bench: install
	$(WINDOW) $(PY) -m tests.benchmarks

screenshots: install
	$(WINDOW) $(PY) -m emo7_gui.tour --out resources/screenshots --every-look --small

clean:
	rm -rf .venv demo-screens demo-project bench.json
