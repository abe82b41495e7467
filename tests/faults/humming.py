"""python -m tests.faults.humming ...: the command line, with a speaker whose model need not be fetched."""

import sys
from types import ModuleType

from studio.__main__ import main


class Humming(ModuleType):
    """Stands for studio.voice.kokoro, and loads what speaks no sooner than that would."""

    SPEAKER = "af_tone"

    def __getattr__(self, name: str) -> object:
        if name != "Kokoro":
            raise AttributeError(name)
        from tests.studio.voice.speakers import Hummer

        return Hummer


KOKORO = "studio.voice.kokoro"
sys.modules[KOKORO] = Humming(KOKORO)
sys.exit(main())
