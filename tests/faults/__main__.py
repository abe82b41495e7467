"""python -m tests.faults: see `harness`."""

import sys

from tests.faults.harness import main

sys.exit(main())
