"""The wrapper `./compass`, tried with a Python that only pretends to install: no network is touched."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.studio.checkouts import UPDATE, WHOLE, Checkout
from tests.studio.courses import runs, wait_until


def test_first_use_sets_up_and_passes_the_arguments_on_where_it_was_called(checkout: Checkout) -> None:
    code, said = checkout.run("render", "a name", "", "*")
    assert code == 0
    assert checkout.installed() == WHOLE
    assert said.splitlines()[-1] == f"render|a name||*|{checkout.outside}"


def test_later_uses_install_nothing_and_say_nothing(ready: Checkout) -> None:
    assert ready.run("list") == (0, f"list|{ready.outside}\n")
    assert ready.installed() == []


@pytest.mark.parametrize("name", ["requirements/build.lock", "requirements/runtime.lock", "pyproject.toml"])
def test_a_changed_requirement_is_noticed_once(ready: Checkout, name: str) -> None:
    path = ready.home / name
    path.write_text(path.read_text() + "\n# changed\n")
    assert "up to date" in ready.run("list")[1]
    assert ready.installed() == UPDATE
    ready.run("list")
    assert ready.installed() == []


def test_a_file_touched_but_not_changed_is_no_change(ready: Checkout) -> None:
    (ready.home / "pyproject.toml").touch()
    ready.run("list")
    assert ready.installed() == []


def test_the_tests_get_more_and_films_then_need_nothing(ready: Checkout) -> None:
    assert ready.run("test", "-k", "x")[0] == 0
    assert ready.installed() == ["build", "test", "compass", "cluster"]
    ready.run("test")
    ready.run("list")
    assert ready.installed() == []
    lock = ready.home / "requirements" / "test.lock"
    lock.write_text(lock.read_text() + "\n# changed\n")
    ready.run("list")
    assert ready.installed() == []
    ready.run("test")
    assert ready.installed() == ["build", "test", "compass"]


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["voice", "speak"], "voice"),
        (["voice", "add", "x"], "voice"),
        (["voice", "check", "9"], "listen"),
        (["render", "9", "--on", "local:2"], "cluster"),
        (["publish", "--on=tls://there:1"], "cluster"),
        (["worker", "tls://there:1"], "cluster"),
        (["--course", "mine", "scheduler"], "cluster"),
        (["docs", "--open"], "docs"),
    ],
)
def test_what_few_commands_need_is_fetched_on_first_use_and_lies_aside(
    ready: Checkout, arguments: list[str], extra: str
) -> None:
    code, said = ready.run(*arguments)
    assert (code, said.splitlines()[-1]) == (0, "|".join(arguments) + f"|{ready.outside}")
    assert ready.installed() == [extra]
    assert (ready.home / ".venv" / f"compass-{extra}" / "package").exists()
    assert ready.run(*arguments) == (0, "|".join(arguments) + f"|{ready.outside}\n")
    ready.run("list")
    assert ready.installed() == []
    lock = ready.home / "requirements" / f"{extra}.lock"
    lock.write_text(lock.read_text() + "\n# changed\n")
    ready.run("list")
    assert ready.installed() == []
    ready.run(*arguments)
    assert ready.installed() == [extra]


def test_to_list_recordings_needs_no_more_than_films_do(ready: Checkout) -> None:
    for arguments in (["voice"], ["voice", "--help"], ["voice", "speak", "--help"]):
        assert ready.run(*arguments) == (0, "|".join(arguments) + f"|{ready.outside}\n")
    assert ready.installed() == []


@pytest.mark.parametrize(
    ("log", "why"),
    [
        ("Temporary failure in name resolution", "is there a network?"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "a download is damaged"),
    ],
)
def test_without_network_or_with_a_broken_download_one_sentence_and_nothing_half(
    ready: Checkout, log: str, why: str
) -> None:
    ready.fail.write_text(log)
    code, said = ready.run("voice", "speak")
    assert code == 2
    assert [line for line in said.splitlines() if "could not be fetched" in line and why in line]
    assert len(said.splitlines()) == 2  # what it does, and what became of it
    assert not list((ready.home / ".venv").glob("compass-voice*"))
    assert ready.installed() == ["voice"]
    assert ready.run("list") == (0, f"list|{ready.outside}\n")  # films need none of it
    ready.fail.unlink()
    assert ready.run("voice", "speak")[0] == 0
    assert ready.installed() == ["voice"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_fetch_leaves_nothing_that_is_taken_for_whole(
    ready: Checkout, end: signal.Signals
) -> None:
    ready.hold.touch()
    process = ready.begin("voice", "speak")
    wait_until(lambda: "voice.lock" in ready.calls.read_text())
    os.killpg(process.pid, end)
    process.communicate()
    assert process.returncode == (130 if end is signal.SIGINT else -end)
    assert not (ready.home / ".venv" / "compass-voice").exists()
    ready.hold.unlink()
    ready.installed()
    assert ready.run("list") == (0, f"list|{ready.outside}\n")
    assert ready.run("voice", "speak")[0] == 0
    assert ready.installed() == ["voice"]
    assert [each.name for each in (ready.home / ".venv").glob("compass-voice*")] == ["compass-voice"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_set_up_starts_afresh(checkout: Checkout, end: signal.Signals) -> None:
    checkout.hold.touch()
    process = checkout.begin("list")
    wait_until(lambda: checkout.calls.exists() and "build.lock" in checkout.calls.read_text())
    os.killpg(process.pid, end)
    process.communicate()
    assert process.returncode == (130 if end is signal.SIGINT else -end)
    checkout.hold.unlink()
    checkout.installed()
    assert checkout.run("list")[0] == 0
    assert checkout.installed() == WHOLE


def test_an_interrupted_update_starts_afresh(ready: Checkout) -> None:
    (ready.home / "pyproject.toml").write_text("# changed\n")
    ready.fail.touch()
    assert ready.run("list")[0] == 1
    ready.installed()
    ready.fail.unlink()
    ready.run("list")
    assert ready.installed() == WHOLE


def test_a_failed_set_up_shows_why_and_runs_nothing(checkout: Checkout) -> None:
    checkout.fail.touch()
    code, said = checkout.run("list")
    assert code == 1
    assert "no such hash" in said
    assert "the build tools could not be installed" in said
    assert "list|" not in said


def test_two_first_uses_at_once_set_up_once(checkout: Checkout) -> None:
    checkout.hold.touch()
    one = checkout.begin("list")
    wait_until(lambda: checkout.calls.exists() and "build.lock" in checkout.calls.read_text())
    other = checkout.begin("doctor")
    assert other.stdout is not None
    assert "waiting for it" in other.stdout.readline()  # said before it waits, however busy the machine is
    checkout.hold.unlink()
    for process in (one, other):
        process.communicate(timeout=60)
    assert [process.returncode for process in (one, other)] == [0, 0]
    assert checkout.installed() == WHOLE


def test_a_wrapper_that_is_killed_leaves_no_lock_behind(checkout: Checkout) -> None:
    checkout.hold.touch()
    process = checkout.begin("list")
    wait_until(lambda: checkout.calls.exists() and "build.lock" in checkout.calls.read_text())
    process.kill()  # pip goes on as an orphan for as long as it is held, and nobody may set up beside it
    process.wait()
    other = checkout.begin("list")
    time.sleep(0.5)
    assert other.poll() is None
    checkout.hold.unlink()
    assert other.communicate(timeout=60)[0].endswith(f"list|{checkout.outside}\n")
    assert process.stdout is not None
    process.stdout.close()
    assert not runs(process.pid)


@pytest.mark.parametrize("break_it", [shutil.rmtree, lambda venv: (venv / "bin" / "python").unlink()])
def test_a_broken_environment_is_made_anew(ready: Checkout, break_it: Callable[[Path], object]) -> None:
    break_it(ready.home / ".venv")
    assert ready.run("list")[0] == 0
    assert ready.installed() == WHOLE


def test_a_checkout_that_was_moved_is_set_up_anew(ready: Checkout) -> None:
    ready.home = ready.home.rename(ready.outside / "moved here")
    assert ready.run("list")[0] == 0
    assert ready.installed() == WHOLE


def test_an_environment_made_by_hand_is_completed_not_wiped(checkout: Checkout) -> None:
    subprocess.run([checkout.python, "-m", "venv", checkout.home / ".venv"], check=True)
    (checkout.home / ".venv" / "mine").touch()
    checkout.installed()
    checkout.run("list")
    assert checkout.installed() == UPDATE
    assert (checkout.home / ".venv" / "mine").exists()


def test_it_may_be_called_by_a_link(ready: Checkout) -> None:
    (ready.outside / "bin").mkdir()
    link = ready.outside / "bin" / "compass"
    link.symlink_to("../checkout/compass")
    assert ready.run("list", path=str(link)) == (0, f"list|{ready.outside}\n")


@pytest.mark.parametrize("name", ["with a space", "with'a quote", "mit-ümlaut"])
def test_the_checkout_may_have_an_odd_name(tmp_path: Path, name: str) -> None:
    checkout = Checkout(tmp_path, name)
    assert checkout.run("list")[0] == 0
    assert checkout.run("list") == (0, f"list|{tmp_path}\n")
    assert checkout.installed() == WHOLE


def test_docstrings_are_never_left_out(ready: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    assert ready.run("list") == (0, f"list|{ready.outside}\n")


@pytest.mark.parametrize("columns", [40, 100])
def test_the_set_ups_progress_is_one_line_in_any_window(checkout: Checkout, columns: int) -> None:
    """On a terminal of so many columns: what is longer would be broken, and stay on the screen."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    long_line = (
        "Collecting a-package-with-quite-a-name==1.2.3 from an address that is long, long, long (1.2 MB)"
    )
    pretender = checkout.python.read_text()
    checkout.python.write_text(pretender.replace("pip) ", f'pip) echo "{long_line}"; '))
    checkout.hold.touch()
    process = subprocess.Popen(
        [str(checkout.home / "compass"), "list"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=os.environ | {"COMPASS_PYTHON": str(checkout.python)},
        cwd=checkout.outside,
    )
    os.close(theirs)
    said = ""
    with contextlib.suppress(OSError):  # how a terminal's end is told
        while piece := os.read(ours, 4096):
            said += piece.decode()
            if said.count("Collecting") > 1:
                checkout.hold.unlink(missing_ok=True)
    os.close(ours)
    assert process.wait(60) == 0
    lines = [line for line in re.split(r"\r\x1b\[K|\r?\n", said) if "packages, " in line]
    assert lines
    assert all(len(line) < columns for line in lines)
    assert any(len(line) == columns - 1 for line in lines), lines  # and no shorter than it must be


def without_tools(checkout: Checkout, command: str) -> subprocess.CompletedProcess[str]:
    """Call the wrapper where there is no Python of the right age, no apt-get, and next to nothing else."""
    tools = checkout.outside / "tools"
    tools.mkdir()
    for tool in ("cat", "cksum", "date", "id", "readlink", "sed", "tail", "grep", "cut", "tr", "rm"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    return subprocess.run(
        ["/bin/sh", checkout.home / "compass", command],
        env={"PATH": str(tools), "COMPASS_PYTHON": "/nowhere/python3"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_nothing_may_be_installed_it_says_what_to_type(checkout: Checkout) -> None:
    """The lines for three systems, and 2."""
    done = without_tools(checkout, "list")
    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr
    for line in ("sudo apt-get install python3", "sudo dnf install gcc", "brew install python"):
        assert line in done.stderr
    assert not (checkout.home / ".venv").exists()


def test_what_only_the_tests_start_is_asked_for_by_the_tests_alone(checkout: Checkout) -> None:
    for tool in ("chromium", "git", "procps"):
        assert tool not in without_tools(checkout, "list").stderr
        shutil.rmtree(checkout.outside / "tools")
        assert tool in without_tools(checkout, "test").stderr.split("sudo apt-get install")[1].split("\n")[0]
        shutil.rmtree(checkout.outside / "tools")
