"""`./compass check --rules` lists what the critic looks for, though none of it is imported."""

import json

from studio.check import watching
from studio.check.rule import RULES
from studio.check.rulebook import GROUPS, as_json, as_text, read_rules
from studio.check.verdict import EXCUSES


def test_the_rules_that_are_read_are_those_that_are_kept():
    assert watching.RULES is RULES  # they are all registered
    read = {each.name: each for each in read_rules()}
    assert read == {**RULES, EXCUSES.name: EXCUSES}
    assert [each.group for each in read_rules()] == sorted(
        (each.group for each in read_rules()), key=GROUPS.index
    )


def test_every_rule_is_told_with_what_it_asks_and_how_to_mend_it():
    text = " ".join(as_text(read_rules()).split())
    for each in read_rules():
        warning = " (a warning)" if each.severity == "warning" else ""
        assert f" {each.name}{warning} {each.asks} → {each.mend}" in text
    assert max(map(len, as_text(read_rules()).splitlines())) <= 100


def test_tools_are_told_the_same():
    told = json.loads(as_json(read_rules()))
    assert {each["name"]: each["mend"] for each in told} == {each.name: each.mend for each in read_rules()}
