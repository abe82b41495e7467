"""What the wrapper says without setting anything up: help, the version; nothing to a shell."""

from __future__ import annotations

import re

import pytest

from studio.cli import compass as command_line
from studio.places import version
from tests.studio.checkouts import UPDATE, Checkout


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["render", "9", "--help"], ["test", "--help"], []])
def test_help_before_the_first_use_explains_itself_and_sets_nothing_up(
    checkout: Checkout, arguments: list[str]
) -> None:
    code, said = checkout.run(*arguments)
    assert code == 0
    assert said.startswith("Usage: ./compass ")
    assert max(map(len, said.splitlines())) <= 40
    assert not (checkout.home / ".venv").exists()
    assert not (checkout.home / ".compass-setup.log").exists()


def test_help_before_the_first_use_names_the_commands_that_there_are(checkout: Checkout) -> None:
    said = checkout.run("--help")[1]
    told = re.findall(r"^  ([a-z-]+)  +[a-z]", said.split("Commands:")[1].split("\n\n")[0], re.MULTILINE)
    assert told == sorted(command_line.commands)
    opening = " ".join(said.split("\n\n")[1].split())
    assert opening == (command_line.help or "").splitlines()[0]
    about_tests = " ".join(checkout.run("test", "--help")[1].split("\n\n")[1].split())
    assert about_tests == (command_line.commands["test"].help or "").splitlines()[0]


def test_the_version_needs_no_set_up(checkout: Checkout) -> None:
    assert checkout.run("--version") == (0, f"Compass {version()}\n")
    assert not (checkout.home / ".venv").exists()


def test_completion_never_sets_anything_up(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that starts must not wait for a set-up, nor take help for words to offer."""
    code, said = checkout.run("completion", "bash")
    assert (code, len(said.splitlines())) == (2, 1)
    monkeypatch.setenv("_COMPASS_COMPLETE", "bash_complete")
    assert checkout.run() == (0, "")
    assert not (checkout.home / ".venv").exists()


def test_a_shell_that_starts_does_not_wait_for_a_changed_requirement(ready: Checkout) -> None:
    (ready.home / "pyproject.toml").write_text("# changed\n")
    assert ready.run("completion", "zsh") == (0, f"completion|zsh|{ready.outside}\n")
    assert ready.installed() == []


def test_help_for_the_tests_needs_no_more_than_films_do(ready: Checkout) -> None:
    assert ready.run("test", "--help") == (0, f"test|--help|{ready.outside}\n")
    assert ready.run("test", "-k", "x", "-h")[1] == f"test|-k|x|-h|{ready.outside}\n"
    assert ready.installed() == []
    assert ready.run("test", "--", "--help")[0] == 0  # that is pytest's own, so pytest has to be there
    assert ready.installed() == ["build", "test", "compass", "cluster"]


def test_help_does_not_wait_for_a_changed_requirement(ready: Checkout) -> None:
    (ready.home / "pyproject.toml").write_text("# changed\n")
    assert ready.run("render", "--help") == (0, f"render|--help|{ready.outside}\n")
    assert ready.installed() == []
    ready.run("render")
    assert ready.installed() == UPDATE


def test_a_set_up_that_was_interrupted_is_not_asked_for_help(checkout: Checkout) -> None:
    checkout.fail.touch()
    assert checkout.run("list")[0] == 1
    assert checkout.run("--help")[1].startswith("Usage: ./compass COMMAND")
