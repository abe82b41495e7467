"""Walks a page of the documentation: types its commands and its files in order, and hears the tools."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.studio.courses import CHECKOUT

FENCE = re.compile(r"^```(\{[a-z-]+\} ?)?([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^:([a-z-]+): (.*)$", re.MULTILINE)
MISTAKE = "A mistake"
PATIENCE = 300.0  # seconds for one command


@dataclass(frozen=True)
class Block:
    """A fenced block: its language or the file that it includes, its caption, and what stands in it."""

    kind: str  # "console", "python", "diff", "include", or another language
    text: str
    caption: str = ""
    line: int = 0


@dataclass
class Said:
    """One command with what the page shows and what was really said."""

    command: str
    shown: str
    heard: str
    code: int
    line: int
    course: Path

    @property
    def is_true(self) -> bool:
        """Whether the page shows what was said, an ellipsis standing for anything."""
        return doctest.OutputChecker().check_output(self.shown, self.heard, doctest.ELLIPSIS)


@dataclass
class Walk:
    """A walk in a scratch course. `instead` does some commands in another way: by how they begin."""

    course: Path
    instead: dict[str, Callable[[Path], str]] = field(default_factory=dict)

    def through(self, page: Path) -> Iterator[Said]:
        """Do what the page says, block by block; a mistake is taken back after the next command."""
        before: dict[Path, str] = {}
        for block in blocks(page):
            if block.kind in ("python", "include") and block.caption:
                self._write(block, page)
            elif block.kind == "diff":
                path = self._lecture()
                text = path.read_text(encoding="utf-8")
                if block.caption == MISTAKE:
                    before.setdefault(path, text)
                path.write_text(changed(text, block), encoding="utf-8")
            elif block.kind == "console":
                yield from self._type(block)
                for path, text in before.items():
                    path.write_text(text, encoding="utf-8")
                before.clear()

    def _write(self, block: Block, page: Path) -> None:
        text = (
            (page.parent / block.text).read_text(encoding="utf-8") if block.kind == "include" else block.text
        )
        path = self.course / block.caption
        assert path.exists(), f"line {block.line}: {block.caption} is not there, so nobody began it"
        path.write_text(text, encoding="utf-8")

    def _lecture(self) -> Path:
        (path,) = (self.course / "scenes").rglob("l[0-9][0-9]_*.py")
        return path

    def _type(self, block: Block) -> Iterator[Said]:
        for command, shown in typed(block.text):
            heard, code = self._run(command)
            yield Said(command, shown, heard, code, block.line, self.course)

    def _run(self, command: str) -> tuple[str, int]:
        for beginning, act in self.instead.items():
            if command.startswith(beginning):
                return act(self.course), 0
        wrapper, *arguments = command.split()
        assert wrapper == "./compass", command
        done = subprocess.run(
            [sys.executable, "-P", "-m", "studio", "--course", str(self.course), *arguments],
            cwd=self.course, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=PATIENCE, check=False, env=_surroundings(),
        )  # fmt: skip
        return re.sub(r" --course \S+", "", done.stdout), done.returncode


def blocks(page: Path) -> Iterator[Block]:
    """The page's fenced blocks, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        directive, argument, inside = (found[1] or "").strip("{} "), found[2].strip(), found[3]
        options = {}
        while directive and (option := OPTION.match(inside)):
            options[option[1]] = option[2]
            inside = inside[option.end() + 1 :]
        line = text[: found.start()].count("\n") + 1
        caption = options.get("caption", "")
        if directive == "literalinclude":
            yield Block("include", argument, caption, line)
        elif directive in ("", "code-block"):
            yield Block(argument, inside, caption, line)


def typed(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what it is shown to say."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def changed(text: str, block: Block) -> str:
    """A file's text with the lines that a diff takes away replaced by those that it adds."""
    lines = block.text.splitlines()
    old = "".join(line[1:] + "\n" for line in lines if line.startswith("-"))
    new = "".join(line[1:] + "\n" for line in lines if line.startswith("+"))
    assert text.count(old) == 1, (
        f"line {block.line}: what the change takes away stands {text.count(old)} times"
    )
    return text.replace(old, new)


def _surroundings() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(CHECKOUT), "COLUMNS": "110"}
