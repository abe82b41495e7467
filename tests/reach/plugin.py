"""pytest's part: listens to what tests read, keeps a map of it, and with --changed leaves the rest out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from studio.course.catalog import read_catalog
from tests.reach import listening
from tests.reach.imports import Imports
from tests.reach.keeping import FIXTURE, LECTURE, Heard, Map, merged, packed, unpacked
from tests.reach.selection import (
    BY_LECTURE,
    Choice,
    Selection,
    changed_since,
    is_chosen,
)

ROOT = Path(listening.ROOT)
KEPT = "compass/reach"  # in pytest's cache
CHILD = Path(__file__).parent / "child"
PARSED = "compass/imports"
CACHE = "__pycache__"  # of compiled code: made from what is read beside it


def pytest_addoption(parser: pytest.Parser) -> None:
    """--changed, and --changed=REV."""
    parser.addoption(
        "--changed", nargs="?", const="HEAD", metavar="REV",
        help="Only the tests that a change since REV reaches (HEAD: what is not committed).",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Begin to listen; with --changed, choose."""
    config.pluginmanager.register(Listener(config), "compass-reach")


class Listener:
    """One session's listening and choosing."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.is_leading = not hasattr(config, "workerinput")
        self.failed: set[str] = set()
        self.choice: Choice | None = None
        self.fixtures: dict[tuple[str, str], str] = {}  # by name and place: the unit that set it up last
        if self.is_leading:
            self.logs = Path(tempfile.mkdtemp(prefix="compass-reads-"))
            self.before = {
                name: os.environ.get(name) for name in (listening.LOGS, listening.UNIT, "PYTHONPATH")
            }
            os.environ[listening.LOGS] = str(self.logs)
            path = filter(None, [str(CHILD), os.environ.get("PYTHONPATH")])
            os.environ["PYTHONPATH"] = os.pathsep.join(path)
            self.imports = Imports(ROOT, self._kept(PARSED))
            if config.getoption("changed"):
                self.choice = self._choose(config.getoption("changed"))
        else:
            self.choice = config.workerinput["choice"]
        listening.listen()

    def _choose(self, revision: str) -> Choice:
        try:
            change = changed_since(ROOT, revision)
        except LookupError as error:
            raise pytest.UsageError(str(error)) from None
        lectures = {each.slug: each.path.relative_to(ROOT).as_posix() for each in read_catalog(ROOT)}
        files = [each.relative_to(ROOT).as_posix() for each in sorted((ROOT / "tests").rglob("test_*.py"))]
        return Selection(self.imports, unpacked(self._kept(KEPT)), change, lectures).choice(files)

    # -- choosing --------------------------------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process that runs tests what was chosen."""
        node.workerinput["choice"] = self.choice

    def pytest_report_header(self) -> str | None:
        """How many files of tests the change reaches."""
        if self.choice is None:
            return None
        revision = self.config.getoption("changed")
        return f"reached by what changed since {revision}: tests of {len(self.choice)} files"

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Do not even import a file, or what a folder's tests share, that is not reached."""
        if self.choice is None:
            return None
        name = _name(collection_path)
        if collection_path.is_dir():
            is_reached = any(file.startswith(f"{name}/") for file in self.choice) or collection_path == ROOT
            return None if is_reached else True
        is_test = collection_path.name.startswith("test_")
        return True if is_test and name not in self.choice else None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out the tests that are not reached."""
        if self.choice is None:
            return
        out = [each for each in items if not self._is_chosen(each)]
        if out:
            items[:] = [each for each in items if self._is_chosen(each)]
            config.hook.pytest_deselected(items=out)

    def _is_chosen(self, item: pytest.Item) -> bool:
        file = (self.choice or {}).get(_name(item.path))
        return file is not None and is_chosen(file, item.nodeid, slug_of(item))

    # -- listening -------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """What a file of tests reads when it is imported."""
        former = listening.turn_to(_name(collector.path) if isinstance(collector, pytest.Module) else "")
        try:
            return (yield)
        finally:
            listening.turn_back(former)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """What a test reads, and the processes that it starts."""
        listening.turn_to(item.nodeid)
        if (slug := slug_of(item)) is not None:  # watched in another process, perhaps for another test
            listening.note(listening.USES, f"{LECTURE}{slug}")
        try:
            return (yield)
        finally:
            listening.turn_to("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """What a fixture reads that more than one test shares belongs to all who use it."""
        if fixturedef.scope == "function":
            return (yield)
        place = fixturedef.baseid, fixturedef.argname
        self.fixtures[place] = f"{FIXTURE}{'::'.join(place)} for {request._pyfuncitem.nodeid}"
        former = listening.turn_to(self.fixtures[place])
        try:
            return (yield)
        finally:
            listening.turn_back(former)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Which of those a test used, asked for by its arguments or on its way."""
        request = getattr(item, "_request", None)
        names = request.fixturenames if request else getattr(item, "fixturenames", ())
        for (base, name), unit in self.fixtures.items():
            if name in names and item.nodeid.startswith(base):
                listening.note(listening.USES, unit)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember which tests failed."""
        if report.failed:
            self.failed.add(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Keep what was heard, of units that ran whole."""
        if not self.is_leading or not self.logs.is_dir():
            return
        cache = getattr(self.config, "cache", None)  # there is none under -p no:cacheprovider
        is_whole = exitstatus in (0, 1) and not session.shouldstop and not session.shouldfail
        if cache is not None and is_whole:
            known = unpacked(self._kept(KEPT))
            cache.set(KEPT, packed(merged(known, _heard(self.logs), self.failed, self.imports)))
        if cache is not None:
            cache.set(PARSED, self.imports.remembered)

    def _kept(self, name: str) -> Any:
        cache = getattr(self.config, "cache", None)
        return {} if cache is None else cache.get(name, {})

    def pytest_unconfigure(self) -> None:
        """Leave nothing."""
        if self.is_leading:
            shutil.rmtree(self.logs, ignore_errors=True)
            for name, value in self.before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def slug_of(item: pytest.Item) -> str | None:
    """The lecture that a test shows, of those files whose tests each show one."""
    parameter = BY_LECTURE.get(_name(item.path))
    call = getattr(item, "callspec", None)
    return None if parameter is None or call is None else call.params.get(parameter)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _heard(logs: Path) -> Map:
    """What all logs tell, by unit; a unit has one of each process that it was heard in."""
    found: dict[str, dict[str, set[str]]] = {}
    for log in logs.iterdir():
        first, *lines = log.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        kind, _, unit = first.partition("\t")
        if kind != listening.OF:
            continue
        kinds = found.setdefault(unit, {each: set() for each in Heard.__annotations__})
        for line in lines:
            kind, _, what = line.partition("\t")
            if kind in kinds:
                kinds[kind].add(what)
    for kinds in found.values():
        for kind in ("read", "imported"):
            kinds[kind] = {name for name in kinds[kind] if (ROOT / name).is_file() and CACHE not in name}
    telling = {unit for unit, kinds in found.items() if any(kinds.values())}
    for kinds in found.values():  # most fixtures read nothing
        kinds["uses"] = {each for each in kinds["uses"] if each in telling or each.startswith(LECTURE)}
    return {
        unit: Heard(**{kind: sorted(what) for kind, what in kinds.items()})  # type: ignore[typeddict-item]
        for unit, kinds in found.items()
    }
