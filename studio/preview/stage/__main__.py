"""The eldest: loads once what is slow to load, and forks whoever plays a lecture.

python -m studio.preview.stage FOLDER COURSE MEMORY SERVER

MEMORY: bytes that one process may take (0: a share of the machine's). SERVER: the process that starts it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from studio.places import CHECKOUT
from studio.preview.places import COMPILED
from studio.preview.stage.forks import Post, fork, limit_memory, show_where_it_hangs
from studio.preview.stage.ledger import Ledger
from studio.render.engine.typesetter import Letters
from studio.system.processes import adopt_orphans, end_with_parent
from studio.system.wire import HungUp

SLOW = (  # nothing of the project: what may be edited is loaded by the forks
    *("manim", "numba", "av", "typst", "svgelements", "PIL.Image", "jaxtyping"),
    *("scipy.integrate", "scipy.interpolate", "scipy.linalg", "scipy.optimize"),
    *("scipy.sparse", "scipy.spatial", "scipy.special", "scipy.stats"),
)


def main() -> None:
    """Load, then fork as ordered until the server is gone."""
    folder, course, memory = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    end_with_parent(int(sys.argv[4]))
    adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    show_where_it_hangs(folder)
    ledger = Ledger({course, CHECKOUT})
    ledger.begin()
    for name in SLOW:
        importlib.import_module(name)
    if sys.dont_write_bytecode:  # a module that is loaded again need not be compiled again for that
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(folder / COMPILED)
    importlib.import_module("studio.render.engine.swift").hasten()
    limit_memory(memory)
    letters = Letters(folder)
    letters.begin()
    post = Post(folder, letters.begin_again_if_it_was)
    post.open(0)
    assert post.line is not None
    post.line.say({"event": "ready"})
    try:
        _fork_as_ordered(post, letters, ledger, course)
    except HungUp:
        os.killpg(os.getpgrp(), signal.SIGKILL)  # it leads the group of all that it made


def _fork_as_ordered(post: Post, letters: Letters, ledger: Ledger, course: Path) -> NoReturn:
    from studio.preview.stage.acting import Actor

    while True:
        order = post.order()
        if order["do"] == "letters":
            os.kill(letters.process, signal.SIGKILL)  # and the next one will read its module anew
        elif fork():
            post.on_death = None
            post.open(order["task"])
            Actor(post, ledger, course).run(order)


if __name__ == "__main__":
    main()
