"""What any speaker is asked: to say a script. A person is none: their recordings are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.voice.script import Script

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Utterance:
    """What a speaker said. `times` are those of the script's said words, in seconds, where they are known."""

    samples: Samples  # mono
    rate: int  # a second
    times: tuple[tuple[float, float], ...] | None = None


class Speaker(Protocol):
    """Says scripts: the same script gives the same samples."""

    @property
    def name(self) -> str:
        """As the credits name it."""
        ...

    @property
    def made(self) -> str:
        """With what: tools, versions, speed. Asked for only once something is said."""
        ...

    @property
    def licence(self) -> str:
        """Of what it says."""
        ...

    def speak(self, script: Script) -> Utterance:
        """Say it."""
        ...
