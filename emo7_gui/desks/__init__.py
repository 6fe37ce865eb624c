"""The desks: each wires one workspace to the session and the workers; app.py makes them."""
