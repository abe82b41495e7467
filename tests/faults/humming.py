"""python -m tests.faults.humming ...: the command line, with a speaker whose model need not be fetched."""

import sys

from studio.__main__ import main
from studio.voice import kokoro
from tests.studio.voice.speakers import Hummer

kokoro.Kokoro = Hummer  # type: ignore[assignment,misc]
sys.exit(main())
