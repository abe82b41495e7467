"""The tables and the JSON of films that the command line prints: those planned, and those rendered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from studio.places import readable
from studio.render.films import Outcome
from studio.render.plan import Film
from studio.system.columns import clock, columns


def outcome_table(outcomes: Sequence[Outcome]) -> str:
    """The outcome of each film: lecture, length, time taken, file."""
    rows = [("lecture", "length", "time taken", "file")]
    for each in outcomes:
        if each.error is not None:
            rows.append((each.film.lecture.label, "", "failed", ""))
        else:
            taken = "up to date" if each.taken is None else clock(each.taken)
            rows.append((each.film.lecture.label, clock(each.length or 0.0), taken, readable(each.film.path)))
    return "\n".join([columns(rows), *(_reuse(each) for each in outcomes if each.reused)])


def _reuse(outcome: Outcome) -> str:
    return (
        f"{outcome.film.lecture.label}: what is as it was is not drawn again, so {outcome.reused} of its "
        f"{outcome.plays} stretches {'was' if outcome.reused == 1 else 'were'} taken from the film before."
    )


def outcomes_json(outcomes: Iterable[Outcome]) -> str:
    """The outcome of each film as JSON; times in seconds."""
    return _json(
        [
            _film_facts(each.film)
            | {
                "state": "failed" if each.error else "up to date" if each.taken is None else "rendered",
                "seconds": each.length,  # of film
                "frames": each.frames or _former_frames(each.film),
                "taken": each.taken,  # of work; null where there was none
                "plays": each.plays,  # stretches of which it was joined
                "reused": each.reused,  # of those: taken from the film before
                "remarks": list(each.remarks),  # what it lacks
                "spent": dict(each.spent),  # seconds of all painters, by what they were doing
                "error": None if each.error is None else each.error.message,
                "hint": None if each.error is None else each.error.hint,
            }
            for each in outcomes
        ]
    )


def _former_frames(film: Film) -> int | None:
    """The number of frames of the present film; None if there is none, or its description lacks it."""
    known = film.former
    return known["frame_count"] if known is not None and "frame_count" in known else None


def plan_table(films: Iterable[Film], needed: Callable[[Film], str]) -> str:
    """The plan of each film: lecture, about how long it would take (in words), why, file."""
    rows = [("lecture", "takes about", "why", "file")]
    for film in films:
        takes = needed(film) if film.is_due else ""
        why = film.lecture.problem or film.reason or "up to date"
        rows.append((film.lecture.label, takes, why, readable(film.path)))
    return columns(rows)


def plan_json(films: Iterable[Film], needed: Callable[[Film], float]) -> str:
    """The plan of each film as JSON; `takes` is a forecast in seconds."""
    return _json(
        [
            _film_facts(film)
            | {
                "state": "broken" if film.lecture.problem else "due" if film.is_due else "up to date",
                "takes": round(needed(film), 1) if film.is_due else 0.0,
                "error": film.lecture.problem,
            }
            for film in films
        ]
    )


def _film_facts(film: Film) -> dict[str, object]:
    options = film.job.options
    return {
        "number": film.lecture.number,
        "slug": film.lecture.slug,
        "title": film.lecture.title,
        "quality": options.quality.name,
        "from": options.begin,
        "to": options.end,
        "file": str(film.path),
        "reason": film.reason,  # why it is, or was, to be rendered
    }


def spent_table(outcomes: Sequence[Outcome]) -> str:
    """Seconds of work of all painters together, by kind of work."""
    drawn = [each for each in outcomes if each.spent]
    if not drawn:
        return "Nothing was drawn by the engine."
    kinds = list(drawn[0].spent)
    rows = [["lecture", *kinds]]
    rows += [[each.film.lecture.label, *(f"{each.spent[kind]:.1f} s" for kind in kinds)] for each in drawn]
    return columns(rows)


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False)
