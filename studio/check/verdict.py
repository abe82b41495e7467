"""Joins the results of several watchers: their findings, their differences, and the author's excuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from studio.check.finding import Finding, Rule, Watched
from studio.check.rule import beside
from studio.course.lecture import CREDITS

STAGE_SECONDS = 3.0  # of one core, for a lecture's numerics
EXCUSES = Rule(
    "needless-excuse",
    "truth",
    "error",
    "An excuse stands in a beat that breaks no such rule.",
    "Take the excuse out of @beat.",
)


def verdict(seen: Sequence[Watched]) -> list[Finding]:
    """All findings, in the order of the film, excused ones too, with the author's reason.

    Findings of one rule, one cause and one excuse are joined into one, placed where it is worst.
    """
    findings = [each for watched in seen for each in watched.findings]
    findings += [*_differences(seen), *_slow_stage(seen)]
    first = seen[0]
    findings = [replace(each, excuse=first.excuses.get(each.beat, {}).get(each.rule)) for each in findings]
    findings += _needless(seen, findings)
    return sorted(_folded(findings), key=lambda each: (each.time, each.rule, each.what))


def _folded(findings: Sequence[Finding]) -> Iterator[Finding]:
    """One finding for all with one cause, with the beats that they are in."""
    alike: dict[tuple[Any, ...], list[Finding]] = {}
    for number, each in enumerate(findings):
        cause = each.cause or number
        alike.setdefault((each.rule, cause, each.excuse), []).append(each)
    for several in alike.values():
        several.sort(key=lambda each: each.time)
        worst = max(several, key=lambda each: each.degree)
        beats = tuple(dict.fromkeys(each.beat for each in several))
        yield replace(worst, beats=beats) if len(beats) > 1 else worst


def _differences(seen: Sequence[Watched]) -> Iterator[Finding]:
    """The first beat whose end, and the first play whose middle, differs between watchers."""
    first, rest = seen[0], seen[1:]
    for rule, part in (("start-differs", "stills"), ("rate-differs", "moments")):
        pairs = [(getattr(first, part), getattr(other, part)) for other in rest]
        differ = [key for mine, theirs in pairs for key in mine if theirs.get(key, mine[key]) != mine[key]]
        if not differ:
            continue
        key = differ[0]
        beat = key if part == "stills" else first.moment_beats[key]
        made = first.rules[rule]
        more = f", and so do {len(differ) - 1} later ones" if len(differ) > 1 else ""
        where = "the last frame" if part == "stills" else f"play {key.split(':')[0]} of the film"
        yield Finding(
            beat, first.beats.get(beat, 0.0), first.beats.get(beat, 0.0), rule, made.group, made.severity,
            f"{where} depends on how it was reached{more}", made.mend,
            degree=len(differ), boxes=((0.0, 0.0, 1.0, 1.0),), frame=_still(seen, beat),
        )  # fmt: skip


def _slow_stage(seen: Sequence[Watched]) -> Iterator[Finding]:
    """The finding that numerics take too long, by the watcher with the least time: others may have had a busy
    machine.
    """
    least, first = min(each.stage_seconds for each in seen), seen[0]
    if first.whole and least > STAGE_SECONDS:
        made, beat = first.rules["slow-stage"], next(iter(first.beats))
        took = beside(least, STAGE_SECONDS, 1)
        what = f"calc_core took {took} s of a core in set_stage; {STAGE_SECONDS:g} s are the limit"
        yield Finding(
            beat, 0.0, 0.0, made.name, made.group, made.severity, what, made.mend, degree=least,
            frame=_still(seen, beat),
        )  # fmt: skip


def _needless(watched: Sequence[Watched], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Findings for excuses that excuse nothing, or name a rule that does not exist."""
    seen, broken = watched[0], {(each.beat, each.rule) for each in findings}
    for beat, excuses in seen.excuses.items():
        for rule in excuses:
            # the author does not write the credits, and their length differs between lectures
            if beat == CREDITS or beat not in seen.beats or (beat, rule) in broken:
                continue
            what = f"the beat keeps the rule {rule}" if rule in seen.rules else f"there is no rule {rule!r}"
            start = seen.beats[beat]
            yield Finding(
                beat, start, start, EXCUSES.name, EXCUSES.group, EXCUSES.severity,
                f"{what}, and needs no excuse from it", EXCUSES.mend, frame=_still(watched, beat),
            )  # fmt: skip


def _still(seen: Sequence[Watched], beat: str) -> str | None:
    """The name of the picture of a beat's last frame, which one watcher has saved."""
    return next((each.pictures[beat] for each in seen if beat in each.pictures), None)
