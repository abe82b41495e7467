"""The command line as pages: what click would answer to --help, so that it cannot lie."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator

import click
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from studio.places import STUDIO

NAME = "./compass"


class CommandLine(SphinxDirective):
    """`{commands} MODULE:GROUP`: a section for every command of a click group, with its words, arguments
    and options.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The sections, in the order of the alphabet."""
        compass: click.Group = pkgutil.resolve_name(self.arguments[0])
        for path in (STUDIO / "options.py", *STUDIO.rglob("cli.py")):
            self.env.note_dependency(str(path))
        told = [self._section(NAME, compass)]
        for name, command in sorted(compass.commands.items()):
            told.append(self._section(f"{NAME} {name}", command))
            if isinstance(command, click.Group):
                told[-1] += [
                    self._section(f"{NAME} {name} {x}", y) for x, y in sorted(command.commands.items())
                ]
        return told

    def _section(self, name: str, command: click.Command) -> nodes.section:
        context = click.Context(command, info_name=name, max_content_width=90)
        label = re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
        section = nodes.section(ids=[label], names=[label])
        self.state.document.note_explicit_target(section, section)
        section += nodes.title(name, "", nodes.literal(name, name))
        usage = command.get_usage(context).removeprefix("Usage: ")
        section += nodes.literal_block(usage, usage, language="text")
        section += list(paragraphs(command.help or ""))
        if options := list(options_of(command, context)):
            section += nodes.definition_list("", *options)
        return section


def paragraphs(text: str) -> Iterator[nodes.Node]:
    """A command's help; what it marks as laid out stays so."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph.lstrip().startswith("\b"):
            laid_out = "\n".join(line.strip() for line in paragraph.splitlines()[1:])
            yield nodes.literal_block(laid_out, laid_out, language="text")
        else:
            yield nodes.paragraph("", " ".join(paragraph.split()))


def options_of(command: click.Command, context: click.Context) -> Iterator[nodes.definition_list_item]:
    """Each option with what it does, --help aside."""
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            term, told = record
            yield nodes.definition_list_item(
                "",
                nodes.term("", "", nodes.literal(term, term)),
                nodes.definition("", nodes.paragraph("", told)),
            )
