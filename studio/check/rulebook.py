"""All rules of the critic, as their text tells them: none is imported to be listed, as they bring Manim."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.called import typed
from studio.check.finding import Rule
from studio.check.verdict import EXCUSES

ROOM = Path(__file__).parent
GROUPS = ("sight", "time", "truth", "voice", "soundness")  # as they are listed
WIDTH = 100


def read_rules() -> tuple[Rule, ...]:
    """Every rule, by group and name: what `studio.check.rule.rule` makes of the functions that it marks."""
    files = [file for group in GROUPS for file in (ROOM / group, ROOM / f"{group}.py") if file.exists()]
    found = [EXCUSES]
    for place in files:
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found += _rules_in(file, place.stem)
    return tuple(sorted(found, key=lambda each: (GROUPS.index(each.group), each.name)))


def _rules_in(file: Path, group: str) -> Iterator[Rule]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "rule":
                name, severity = (ast.literal_eval(each) for each in mark.args)
                how = {each.arg: _value(each.value) for each in mark.keywords}
                asks = (ast.get_docstring(node) or "").splitlines()[0]
                yield Rule(name, group, severity, asks, how["mend"], how.get("happens", False))


def _value(written: ast.expr) -> Any:
    """What an argument is: as it is written, or a text into which the command's own name is put."""
    if not isinstance(written, ast.JoinedStr):
        return ast.literal_eval(written)
    names = {"SPEAK": typed("voice speak")}  # as studio.check.voice has it
    return "".join(
        names[ast.unparse(part.value)] if isinstance(part, ast.FormattedValue) else ast.literal_eval(part)
        for part in written.values
    )


def as_text(rules: Sequence[Rule]) -> str:
    """A paragraph a rule, group by group: its name, what is wrong where it is broken, how to mend it."""
    lines: list[str] = []
    for group in dict.fromkeys(each.group for each in rules):
        lines += [*([""] if lines else []), f"{group}:"]
        for each in (each for each in rules if each.group == group):
            lines.append(f"  {each.name}{'' if each.severity == 'error' else ' (a warning)'}")
            for words in (each.asks, f"→ {each.mend}"):
                lines += textwrap.wrap(words, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
    excuse = 'A beat that breaks one on purpose says why: @beat(excuse={"RULE": "the reason"}).'
    return "\n".join([*lines, "", f"{len(rules)} rules. {excuse}"])


def as_json(rules: Sequence[Rule]) -> str:
    """For tools: a list of {"name", "group", "severity", "asks", "mend", "happens"}."""
    return json.dumps([asdict(each) for each in rules], indent=1, ensure_ascii=False)
