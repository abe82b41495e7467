"""Production: finds the lectures, renders them, and answers the command line. Loaded when first asked for."""

from importlib import import_module

_ROOMS = {
    "Beat": "course.lecture",
    "Catalog": "course.catalog",
    "Lecture": "course.lecture",
    "Quality": "render.jobs",
    "Step": "course.lecture",
    "StudioError": "errors",
    "read_catalog": "course.catalog",
}

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"studio offers no {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(f"studio.{_ROOMS[name]}"), name)
