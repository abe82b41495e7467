"""The fork server: loads what is slow to load once, and forks the workers that play lectures.

python -m studio.preview.worker FOLDER COURSE MEMORY SERVER

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
from studio.preview.protocol import COMPILED
from studio.preview.worker.dependencies import Dependencies
from studio.preview.worker.forks import ServerConnection, fork, limit_memory, show_where_it_hangs
from studio.render.engine.typesetter import TypesetterProcess
from studio.system.processes import adopt_orphans, end_with_parent
from studio.system.wire import HungUp

SLOW = (  # nothing of the project: modules that may be edited are loaded by the forks
    *("manim", "numba", "av", "typst", "svgelements", "PIL.Image", "jaxtyping"),
    *("scipy.integrate", "scipy.interpolate", "scipy.linalg", "scipy.optimize"),
    *("scipy.sparse", "scipy.spatial", "scipy.special", "scipy.stats"),
)


def main() -> None:
    """Load, then fork as ordered until the server has ended."""
    folder, course, memory = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    end_with_parent(int(sys.argv[4]))
    adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    show_where_it_hangs(folder)
    dependencies = Dependencies({course, CHECKOUT})
    dependencies.begin()
    for name in SLOW:
        importlib.import_module(name)
    if sys.dont_write_bytecode:  # so that a module which is loaded again is not compiled again
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(folder / COMPILED)
    importlib.import_module("studio.render.engine.swift").hasten()
    limit_memory(memory)
    typesetter = TypesetterProcess(folder)
    typesetter.begin()
    connection = ServerConnection(folder, typesetter.restart_if_it_was)
    connection.open(0).say({"event": "ready"})
    try:
        _fork_as_ordered(connection, typesetter, dependencies, course)
    except HungUp:
        os.killpg(os.getpgrp(), signal.SIGKILL)  # this process leads the group of all its forks


def _fork_as_ordered(
    connection: ServerConnection, typesetter: TypesetterProcess, dependencies: Dependencies, course: Path
) -> NoReturn:
    from studio.preview.worker.playing import LectureProcess

    while True:
        order = connection.order()
        if order["do"] == "restart_typesetter":
            os.kill(typesetter.process, signal.SIGKILL)  # the next one loads its module anew
        elif fork():
            connection.on_death = None
            connection.open(order["worker"])
            LectureProcess(connection, dependencies, course).run(order)


if __name__ == "__main__":
    main()
