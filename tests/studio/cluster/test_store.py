"""The store gives back what was put there, or nothing."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cluster.store import COMING, Damaged, Store
from studio.errors import DiskFull, StudioError
from studio.system.checksums import sha256

KEY = "5f" * 32
Listing = list[dict[str, object]]


@pytest.fixture(params=["{folder}", "memory://{name}"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A folder, and a place that is none."""
    return Store(request.param.format(folder=tmp_path / "store", name=tmp_path.name))


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """What a worker has drawn."""
    folder = tmp_path / "drawn"
    folder.mkdir()
    (folder / "00000.000.1.stretch").write_bytes(b"frames" * 1000)
    (folder / "00000.told").write_text("{}")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_put_comes_back(store: Store, drawn: Path, tmp_path: Path) -> None:
    assert store.find(KEY) is None
    put = store.put(KEY, drawn)
    found = store.find(KEY)
    assert found == put
    (back := tmp_path / "back").mkdir()
    store.fetch(put, back)
    assert contents(back) == contents(drawn)


class Remembering:
    """A file system that remembers what it listed until it is told to forget."""

    def __init__(self, ls: Callable[..., Listing]) -> None:
        self.listed, self.remembered = ls, dict[str, Listing]()

    def ls(self, path: str, detail: bool) -> Listing:
        if path not in self.remembered:
            self.remembered[path] = self.listed(path, detail=detail)
        return self.remembered[path]

    def invalidate_cache(self) -> None:
        self.remembered.clear()


def test_what_others_put_is_found_where_listings_are_remembered(
    drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As S3's do."""
    ours, theirs = (Store(str(tmp_path / "store")) for _ in range(2))
    monkeypatch.setattr(ours, "system", Remembering(ours.system.ls))
    theirs.put(KEY, drawn)
    assert ours.find(KEY) is not None
    other = KEY[:2] + "00" * 31
    assert ours.find(other) is None
    theirs.put(other, drawn)
    assert ours.find(other) is not None


def test_the_same_order_twice_is_one_object(store: Store, drawn: Path, tmp_path: Path) -> None:
    first = store.put(KEY, drawn)
    again = shutil.copytree(drawn, tmp_path / "again")
    os.utime(again / "00000.told", (1, 1))
    assert store.put(KEY, again) == first
    assert len(store.system.find(store.root)) == 1


@pytest.mark.parametrize("damage", ["flipped", "short", "gone"])
def test_a_damaged_object_is_noticed_and_taken_away(drawn: Path, tmp_path: Path, damage: str) -> None:
    store = Store(str(tmp_path / "store"))
    found = store.put(KEY, drawn)
    path = Path(found.path)
    content = bytearray(path.read_bytes())
    content[700] ^= 1
    {"flipped": lambda: path.write_bytes(content), "short": lambda: path.write_bytes(content[:-1]),
     "gone": path.unlink}[damage]()  # fmt: skip
    (back := tmp_path / "back").mkdir()
    with pytest.raises(Damaged):
        store.fetch(found, back)
    assert not contents(back)
    assert store.find(KEY) is None


@pytest.mark.parametrize("name", ["../outside", "/outside", "link"])
def test_nothing_is_unpacked_elsewhere(tmp_path: Path, name: str) -> None:
    """Whoever may write to a store shall not write to the asker's disk."""
    made = tmp_path / "made"
    with tarfile.open(made, "w") as packed:
        facts = tarfile.TarInfo(name)
        if name == "link":
            facts.type, facts.linkname = tarfile.SYMTYPE, "/outside"
        packed.addfile(facts, io.BytesIO(b""))
    store = Store(str(tmp_path / "store"))
    path = tmp_path / "store" / KEY[:2] / f"{KEY}.{sha256(made)}.tar"
    path.parent.mkdir(parents=True)
    made.rename(path)
    (back := tmp_path / "back").mkdir()
    found = store.find(KEY)
    assert found is not None
    with pytest.raises(Damaged):
        store.fetch(found, back)
    assert not contents(back)
    assert not (tmp_path / "outside").exists()


def test_no_more_stays_than_is_allowed_and_the_oldest_goes_first(drawn: Path, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    keys = [f"{k:02d}" * 32 for k in range(4)]
    for age, key in enumerate(keys):
        os.utime(store.put(key, drawn).path, (1000 + age, 1000 + age))
    (found,) = {Path(each).stat().st_size for each in store.system.find(store.root)}
    assert store.trim(2 * found + 1) == 2
    assert [store.find(key) is not None for key in keys] == [False, False, True, True]


def test_what_a_killed_worker_left_behind_is_no_object_and_goes(drawn: Path, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.put(KEY, drawn)
    half = tmp_path / "store" / KEY[:2] / f"{COMING}half"
    half.write_bytes(b"half")
    os.utime(half, (1000, 1000))
    assert store.find(KEY) is not None
    store.trim(1 << 30)
    assert not half.exists()
    assert store.find(KEY) is not None


def test_a_full_store_is_called_one(drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Store(str(tmp_path / "store"))
    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(DiskFull, match="no space is left"):
        store.put(KEY, drawn)
    assert not [path for path in (tmp_path / "store").rglob("*") if path.is_file()]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(StudioError, match="no place"):
        Store("gopher://heights")
