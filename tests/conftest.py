"""What all tests share: shapes are checked while they run, and Hypothesis repeats itself in CI."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy comes in: as in a film, see studio.pool

from hypothesis import settings
from jaxtyping import install_import_hook

install_import_hook("calc_core", "beartype.beartype")  # before anything imports calc_core

settings.register_profile("everyday", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")
