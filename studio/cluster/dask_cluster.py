"""Dask carries orders to workers and brings their answers: four verbs, and nothing else here knows of it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import ipaddress
import logging
import os
import queue
import signal
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import urlsplit

from studio.called import typed
from studio.cluster.order import Order
from studio.cluster.working import GivenUp, carry_out
from studio.errors import StudioError, WorkerDied
from studio.places import CHECKOUT
from studio.system.columns import counted
from studio.system.extras import borrow
from studio.system.private_folders import private_folder
from studio.system.reading import Facts
from visuals.course import COURSE

QUIET = "DASK_LOGGING__DISTRIBUTED"  # the environment's name for how much a worker that is spawned says
LOCAL = "local:"
PRIVATE = "compass-cluster-"  # what the name of a folder begins with that Dask may write to
PATIENCE = 10.0  # seconds in which a scheduler answers
MOMENT = 0.5  # seconds between two looks at whether there still is one
RETRIES = 3  # of an order whose worker is lost; as often may an order end its worker
ENDINGS = ("done", "lost", "gone")
TOPIC = "compass"  # of what workers say while they draw
SETTINGS = {
    "distributed.scheduler.work-stealing": False,  # an order that has begun stays where it is
    "distributed.scheduler.allowed-failures": RETRIES,
    "distributed.worker.memory.target": False,  # what takes memory is a process that draws, not the worker
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.comm.timeouts.connect": f"{PATIENCE}s",
    "distributed.admin.event-loop": "tornado",
}


@dataclass(frozen=True)
class Answer:
    """Something about an order: frames, beat (facts of the process that draws), done (what
    studio.cluster.working tells), lost (its worker ended too often), gone (there is no scheduler any more).
    """

    key: str
    what: str
    facts: Facts


class Future(Protocol):
    """Dask's, as far as it is used."""

    status: str

    def result(self) -> Facts:
        """What the worker told."""

    def exception(self, timeout: float) -> BaseException:
        """What its work raised."""


class Closes(Protocol):
    """Workers of one's own."""

    def close(self, timeout: float) -> None:
        """End them."""


class DaskCluster:
    """The workers behind one scheduler; or, at `local:4`, so many on this machine, while it is open."""

    def __init__(self, address: str, course: Path, *, trusts_network: bool = False) -> None:
        """Raises StudioError for an address at which no scheduler answers."""
        self._distributed = _distributed()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._futures: dict[str, Future] = {}
        self._own: Closes | None = None
        self._stack = contextlib.ExitStack()
        if address.startswith(LOCAL):
            self._own = self._local(address, course)
            self._client = self._distributed.Client(self._own, set_as_default=False)
        else:
            self._client = self._join(address, trusts_network=trusts_network)
        self._client.subscribe_topic(TOPIC, self._hear)

    def submit(self, order: Order) -> None:
        """Have an order carried out; one that is being carried out already is not begun again."""
        future = self._client.submit(
            _on_worker, order.to_json(), key=f"{TOPIC}-{order.key}", pure=False,
            resources={"film": 1}, retries=RETRIES,
        )  # fmt: skip
        self._futures[order.key] = future
        future.add_done_callback(lambda done: self._ended(order.key, done))

    def watch(self) -> Iterator[Answer]:
        """What happens, until there is nothing left to happen: until no order is being carried out."""
        while self._futures:
            try:
                answer = self._answers.get(timeout=MOMENT)
            except queue.Empty:
                if not self._has_scheduler():
                    yield from self._nobody()
                continue
            if answer.what in ENDINGS and self._futures.pop(answer.key, None) is None:
                continue  # it was cancelled meanwhile
            yield answer

    def cancel(self, order: Order) -> None:
        """Stop an order, wherever it is."""
        future = self._futures.pop(order.key, None)
        if future is not None:
            with contextlib.suppress(Exception):  # there may be nobody any more to tell it to
                self._client.cancel([future])  # goes on if another asker waits for it, too

    def workers(self) -> int:
        """How many orders can be carried out at once, now."""
        try:
            told = self._client.scheduler_info(n_workers=-1)["workers"].values()
        except OSError:
            return 0
        return sum(int(each.get("resources", {}).get("film", 0)) for each in told)

    def close(self) -> None:
        """Stop what is being carried out, and leave."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._futures.values()))
        self._futures.clear()
        with contextlib.suppress(Exception):
            self._client.close(timeout=PATIENCE)
        if self._own is not None:
            with contextlib.suppress(Exception):
                self._own.close(timeout=PATIENCE)
        self._stack.close()

    # -- inside ----------------------------------------------------------------------------------------

    def _local(self, address: str, course: Path) -> Closes:
        count = address.removeprefix(LOCAL)
        if not count.isdigit() or int(count) < 1:
            raise StudioError(
                f"{address} names no number of workers.", hint="Two on this machine: --on local:2"
            )
        os.environ[COURSE] = str(course)  # spawned workers have it from here
        aside = self._stack.enter_context(_private())
        _close_quietly_at_exit()
        try:
            cluster: Closes = self._distributed.LocalCluster(
                n_workers=int(count), threads_per_worker=1, processes=True, resources={"film": 1},
                dashboard_address=None, host="127.0.0.1", silence_logs=logging.CRITICAL,
                memory_limit=0, local_directory=str(aside),
            )  # fmt: skip
        except Exception as error:  # Dask raises what it likes where a process of it was killed meanwhile
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise WorkerDied(
                f"The workers of this machine could not be started ({why}).", hint="Try it once more."
            ) from None
        return cluster

    def _join(self, address: str, *, trusts_network: bool) -> Any:  # Dask's client, which has no types
        need_safe_address(address, trusts_network=trusts_network)
        _need_scheduler(address, patience=0.0)
        try:
            return self._distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise StudioError(
                f"No scheduler answers at {address} ({why}).",
                hint=f"Start one with {typed('scheduler')}; it says its address.",
            ) from None

    def _hear(self, event: tuple[object, Facts]) -> None:
        _, said = event
        if said.get("key") in self._futures:
            self._answers.put(Answer(said["key"], said["what"], said["facts"]))

    def _ended(self, key: str, future: Future) -> None:
        is_known = self._futures.get(key) is future
        if not is_known:
            return
        if future.status == "finished":
            self._answers.put(Answer(key, "done", future.result()))
        elif self._has_scheduler():
            self._answers.put(Answer(key, "lost", {"why": _why(future)}))

    def _has_scheduler(self) -> bool:
        return self._client.status in ("running", "connecting")

    def _nobody(self) -> Iterator[Answer]:
        for key in list(self._futures):
            del self._futures[key]
            yield Answer(key, "gone", {})


def need_safe_address(address: str, *, trusts_network: bool) -> None:
    """Raises StudioError for an address beyond this machine that is not encrypted, unless that is wanted: who
    reaches a scheduler can have any code run.
    """
    parts = urlsplit(address)
    if parts.scheme == "tls" or trusts_network or _is_here(parts.hostname or ""):
        return
    raise StudioError(
        f"{address} is beyond this machine, and {parts.scheme or 'this'} hides nothing and knows nobody.",
        hint="Use tls:// (README says how), or --trust-network where nobody else reaches that network.",
    )


def _is_here(host: str) -> bool:
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(each).split("%")[0]).is_loopback for each in found)


def _why(future: Future) -> str:
    try:
        error = future.exception(timeout=PATIENCE)
    except Exception as failed:
        return type(failed).__name__
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _distributed() -> ModuleType:
    """The library, told how films are drawn, and to keep quiet."""
    os.environ[QUIET] = "critical"
    distributed, dask = borrow("cluster", "distributed"), borrow("cluster", "dask")
    dask.config.set(SETTINGS)
    for name in ("distributed", "asyncio", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed


def _on_worker(text: str) -> Facts:
    """What Dask calls on a worker."""
    distributed = borrow("cluster", "distributed")
    worker, order = distributed.get_worker(), Order.from_json(text)
    task = worker.get_current_task()

    def say(what: str, facts: Facts) -> None:
        worker.log_event(TOPIC, {"key": order.key, "what": what, "facts": facts})

    def is_wanted() -> bool:
        state = worker.state.tasks.get(task)
        return (
            state is not None
            and state.state in ("executing", "long-running")
            and worker.status.name != "closed"
        )

    say("started", {})
    try:
        return carry_out(order, Path(os.environ.get(COURSE, CHECKOUT)), say, is_wanted)
    except GivenUp:
        return {"refused": "it was told to stop", "machine": os.uname().nodename}


# -- the commands that make a cluster ------------------------------------------------------------------------


def lead(host: str, port: int, say: Callable[[str], None], *, trusts_network: bool) -> None:
    """Be a scheduler, until Ctrl-C; `say` is told its address."""
    distributed = _distributed()

    async def serve() -> None:
        async with distributed.Scheduler(
            host=host, port=port, protocol=_protocol(), dashboard=False
        ) as scheduler:
            need_safe_address(scheduler.address, trusts_network=trusts_network)
            say(scheduler.address)
            await _until_ended(scheduler.finished())

    try:
        asyncio.run(serve())
    except OSError as error:
        raise StudioError(
            f"Nobody can be reached at {host}:{port}: {error.strerror or error}.",
            hint="Choose another --port.",
        ) from None


def work(address: str, course: Path, count: int, say: Callable[[str], None], *, trusts_network: bool) -> None:
    """Carry out what a scheduler sends, `count` orders at once, until Ctrl-C or until the scheduler ends."""
    distributed = _distributed()
    need_safe_address(address, trusts_network=trusts_network)
    _need_scheduler(address, patience=PATIENCE)
    os.environ[COURSE] = str(course)  # spawned workers have it from here

    async def serve(aside: Path) -> None:
        async with contextlib.AsyncExitStack() as stack:
            nannies = [
                await stack.enter_async_context(
                    distributed.Nanny(
                        address,
                        nthreads=1,
                        resources={"film": 1},
                        memory_limit=0,
                        death_timeout=PATIENCE,
                        local_directory=str(aside),
                        silence_logs=logging.CRITICAL,
                        dashboard=False,
                    )
                )
                for _ in range(count)
            ]
            say(f"{counted(count, 'order')} at once for {address}; Ctrl-C ends it.")
            await _until_ended(asyncio.gather(*(nanny.finished() for nanny in nannies)))

    with _private() as aside:
        asyncio.run(serve(aside))


def _close_quietly_at_exit() -> None:
    """Have Dask close at exit what Ctrl-C left half begun, without a word: it fails an assertion there, and
    its processes end with this one anyway.
    """
    close = borrow("cluster", "distributed.deploy.spec").close_clusters

    def close_quietly() -> None:
        with contextlib.suppress(Exception):
            close()

    atexit.unregister(close)
    atexit.register(close_quietly)


@contextlib.contextmanager
def _private() -> Iterator[Path]:
    """A folder for whatever Dask writes, gone afterwards."""
    with private_folder(Path(tempfile.gettempdir()), PRIVATE) as folder:
        borrow("cluster", "dask").config.set({"temporary-directory": str(folder)})
        yield folder


def _protocol() -> str:
    dask = borrow("cluster", "dask")
    return "tls" if dask.config.get("distributed.comm.tls.ca-file", None) else "tcp"


def _need_scheduler(address: str, *, patience: float) -> None:
    """Raises StudioError where nobody listens, or none of us could talk to who does."""
    parts = urlsplit(address)
    if parts.scheme == "tls" and _protocol() != "tls":
        raise StudioError(
            "tls:// takes certificates, and Dask's environment names none.",
            hint="Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE and so on: README, On many machines.",
        )
    end = time.monotonic() + patience
    while True:
        try:
            with socket.create_connection((parts.hostname or "", parts.port or 8786), timeout=PATIENCE):
                return
        except (OSError, ValueError) as error:
            if time.monotonic() > end:
                raise StudioError(
                    f"No scheduler answers at {address} ({error}).",
                    hint=f"Start one with {typed('scheduler')}; it says its address.",
                ) from None
            time.sleep(MOMENT)


async def _until_ended(finished: Awaitable[object]) -> None:
    """Until that is finished, or somebody ends this process in order."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ended.set)
    waits = [asyncio.ensure_future(finished), asyncio.ensure_future(ended.wait())]
    _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in pending:
        wait.cancel()
