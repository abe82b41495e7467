"""The command line's part about clusters: the options of who renders on one, and commands that make one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.called import typed
from studio.errors import StudioError
from studio.system.terminal import Command

if TYPE_CHECKING:
    from studio.cluster.asking import Elsewhere

trusts = click.option(
    "--trust-network",
    is_flag=True,
    help="Go beyond this machine without tls://, as nobody else reaches that network.",
)


def choose_cluster(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that can have films made elsewhere."""
    for option in (
        trusts,
        click.option(
            "--store",
            metavar="DIR|URL",
            help="With --on: where workers put what they draw, seen by all (default: media/.stretches).",
        ),
        click.option(
            "--on",
            "address",
            metavar="ADDRESS",
            help="Render on a cluster: a scheduler's address, or local:4 for four workers here.",
        ),
    ):
        command = option(command)
    return command


def need_store(store: str | None) -> str:
    """Where stretches are to be kept; StudioError where nobody says so."""
    if store is None:
        raise StudioError(
            "Orders must say where what is drawn goes.", hint="Add --store DIR, which all workers see."
        )
    return store if "://" in store else str(Path(store).resolve())


def need_cluster(
    address: str | None, store: str | None, *, trust_network: bool, orders: Path | None = None
) -> None:
    """Refuse what only a cluster heeds where none is asked for: click.UsageError. `orders` is where render
    writes them; no other command does.
    """
    if address is not None:
        return
    if trust_network:
        raise click.UsageError("--trust-network goes with --on: on this machine alone, no network is used.")
    if store is not None and orders is None:
        or_orders = " or --orders" if click.get_current_context().info_name == "render" else ""
        raise click.UsageError(f"--store goes with --on{or_orders}: here, stretches are kept nowhere.")


@contextlib.contextmanager
def crew_at(
    address: str | None, store: str | None, course: Path, *, trust_network: bool
) -> Iterator[Elsewhere | None]:
    """Who makes films at an address, for as long as the block lasts; None for this machine."""
    if address is None:
        yield None
        return
    from studio.cluster.asking import Elsewhere

    def say(words: str) -> None:
        click.echo(words.replace("ADDRESS", str(address)), err=True)

    place = None if store is None else need_store(store)
    with Elsewhere(address, place, course, say, trusts_network=trust_network) as crew:
        yield crew


def carry_out_file(path: Path, course: Path) -> None:
    """Carry out the order in a file. Raises StudioError for one that fails."""
    from studio.cluster.order import Order
    from studio.cluster.working import carry_out, error_of

    try:
        order = Order.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError) as error:
        raise StudioError(
            f"{path} is no order ({error}).", hint=f"{typed('render --orders DIR')} writes them."
        ) from None
    told = carry_out(order, course, lambda what, facts: None, lambda: True)
    if (failure := error_of(told)) is not None:
        raise failure
    click.echo(f"{path.name}: {'drawn' if told['drawn'] else 'was drawn before'}, {told['size']} bytes")


@click.command(cls=Command)
@click.argument("address", metavar="ADDRESS|FILE")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Orders at once (default: one a core).")
@trusts
@click.pass_obj
def worker(course: Path, address: str, jobs: int | None, trust_network: bool) -> None:
    """Draw what the scheduler at ADDRESS sends, until Ctrl-C; or the order in a FILE of render --orders.

    The checkout here must be the asker's: other code, data or versions are refused.
    """
    if "://" not in address:
        carry_out_file(Path(address), course)
        return
    from studio.cluster.dask_cluster import work
    from studio.system.cores import cores

    work(address, course, jobs or cores(), click.echo, trusts_network=trust_network)


@click.command(cls=Command)
@click.option(
    "--host", default="127.0.0.1", help="The address to be reached at (default: this machine only)."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8786, help="8786 unless told otherwise; 0: any."
)
@trusts
def scheduler(host: str, port: int, trust_network: bool) -> None:
    """Hand out what is asked for to workers, until Ctrl-C; the address is printed."""
    from studio.cluster.dask_cluster import lead

    def say(address: str) -> None:
        click.echo(f"The scheduler is at {address}; Ctrl-C ends it.")
        click.echo(f"  on each machine that draws: {typed(f'worker {address}')}")
        click.echo(f"  where the course is:        {typed(f'render --on {address}')}")

    lead(host, port, say, trusts_network=trust_network)
