"""Rules of the backdrop of letters: enough contrast, little restlessness, and nothing over the letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from studio.check.backdrop import Backdrop
from studio.check.letters import Run
from studio.check.look import Play
from studio.check.rule import Fault, rule

CONTRAST, ROUNDING = 4.5, 0.05
RESTLESS = 9.0  # of lightness, 0 to 100, behind letters
HIDDEN = 0.12  # of a run's letters


def lasting(
    play: Play, amiss: Callable[[Backdrop], float], limit: float, say: Callable[[Run, float], str]
) -> Iterator[Fault]:
    """Runs of letters that break a limit even in the best of the drawn moments."""
    for run, seen in play.standing:
        least = min(amiss(each) for each in seen)
        if least > limit:
            yield Fault(say(run, least), (play.looks[-1].box_of(run),), least, run.text)


@rule(
    "low-contrast",
    "error",
    looks_at="play",
    mend="Give the letters a casing or a plate, a lighter ink, or darker ground.",
)
def low_contrast(play: Play) -> Iterator[Fault]:
    """Letters stand out by less than 4.5 to 1 from what is drawn behind them, for longer than a moment."""
    yield from lasting(
        play,
        lambda seen: CONTRAST / seen.contrast,
        CONTRAST / (CONTRAST - ROUNDING),
        lambda run, short: f"{run.name} stands out by {CONTRAST / short:.1f} to 1 from what is behind it",
    )


@rule(
    "restless-ground",
    "error",
    looks_at="play",
    mend="Lay a plate or a casing under the letters, or move them to quiet ground.",
)
def restless_ground(play: Play) -> Iterator[Fault]:
    """Letters stand on busy ground, where lines or light and dark run through them."""
    yield from lasting(
        play,
        lambda seen: seen.restless,
        RESTLESS,
        lambda run, varies: f"the lightness behind {run.name} varies by {varies:.0f} of 100",
    )


@rule(
    "hidden-letters",
    "error",
    looks_at="play",
    mend="Draw the letters later (add them again), or keep the two apart.",
)
def hidden_letters(play: Play) -> Iterator[Fault]:
    """Something is drawn over letters, and stays: passing by is allowed, hiding them whole too."""
    yield from lasting(
        play,
        lambda seen: seen.hidden,
        HIDDEN,
        lambda run, hidden: f"something lies over {hidden:.0%} of {run.name}",
    )
