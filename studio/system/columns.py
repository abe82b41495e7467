"""Text in columns, durations as a clock shows them, and numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words in columns, each as wide as its widest word."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def clock(seconds: float) -> str:
    """`3:07`, or `1:02:07` from an hour on."""
    minutes, whole = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole:02d}" if hours else f"{minutes}:{whole:02d}"


def counted(count: int, noun: str) -> str:
    """A number of things: `3 films`, and `1 film`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
