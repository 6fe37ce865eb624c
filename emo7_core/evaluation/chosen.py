"""From what people call a model to its answers: a name, an id, or a model to be asked first.

What it is: the choice of contenders by words, for the command and the window.
What it is not: the search for model files (models/resolve.py) or the asking (inference/).
Convention: a word is first a name that has answers here, then the id of a source, then the start
of exactly one name, then anything that models/resolve.py finds; that model answers the clips that
it has not answered yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from emo7_core.errors import UsageError
from emo7_core.evaluation.contenders import Material
from emo7_core.project import Project

Ask = Callable[[str], str]


def chosen_names(material: Material, words: Sequence[str], ask: Ask) -> tuple[str, ...]:
    """Return the names of contenders that words stand for, each once.

    Args:
        material: Who has answers.
        words: Names, ids, starts of names, folders, jobs, addresses of models.
        ask: Lets the model of a word answer the project's clips and returns its name.

    Raises:
        UsageError: a word stands for several contenders.
    """
    return tuple(dict.fromkeys(_known(material, word) or ask(word) for word in words))


def predicted(
    project: Project,
    word: str,
    device: str = "auto",
    on_step: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> tuple[str, tuple[str, ...]]:
    """Let a model answer the clips that it has not answered, and return its name and problems.

    Raises:
        ModelError: there is no such model, or it cannot be loaded.
        UsageError: it answered no clip.
    """
    # Here, because a model loads torch.
    from emo7_core.inference.predict import predict_project
    from emo7_core.models.resolve import resolve

    folder = resolve(word, project.root).folder
    source, _, problems = predict_project(project, folder, device, on_step)
    if not project.guesses.of_source(source.id):
        raise UsageError(
            f"{source.name} has no answer for any clip of this project",
            remedy="Models need landmarks: emo7 extract --project FOLDER",
        )
    return source.name, problems


def _known(material: Material, word: str) -> str | None:
    if word in material.names:
        return word
    by_id = {str(one.source_id): one.name for one in material.contenders if one.source_id}
    if word in by_id:
        return by_id[word]
    begun = [name for name in material.names if name.casefold().startswith(word.casefold())]
    if len(begun) > 1:
        raise UsageError(f"“{word}” may be {' or '.join(begun)}", remedy="Give more of the name.")
    return begun[0] if begun else None
