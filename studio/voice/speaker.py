"""The protocol of synthetic speakers. (A person's recordings are added as files.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.voice.script import Script

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Utterance:
    """The samples of a spoken script. `times` are those of its spoken words, in seconds, where known."""

    samples: Samples  # mono
    rate: int  # a second
    times: tuple[tuple[float, float], ...] | None = None


class Speaker(Protocol):
    """Speaks scripts; the same script gives the same samples."""

    @property
    def name(self) -> str:
        """The name for the credits."""
        ...

    @property
    def made(self) -> str:
        """Tools, versions and speed. Read only after something was spoken."""
        ...

    @property
    def licence(self) -> str:
        """The licence of the samples."""
        ...

    def speak(self, script: Script) -> Utterance:
        """Speak a script."""
        ...
