"""./compass publish and ./compass serve: the course site, written and shown."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cluster.cli import choose_cluster, crew_at, need_cluster
from studio.options import Place, be_quiet, choose_quality, name_lectures
from studio.system.cores import cores
from studio.system.terminal import Command


@click.command(cls=Command)
@name_lectures
@choose_quality
@click.option("--out", type=Place(), help="Where the site goes (default: site).")
@click.option("--url", metavar="URL", help="The address that the site will have: links and oEmbed need it.")
@click.option("--scorm", is_flag=True, help="Packages for learning platforms (SCORM 1.2), too.")
@click.option("--dry-run", is_flag=True, help="Do nothing: say what would be rendered and written.")
@click.option("--no-render", is_flag=True, help="Publish the films that are there, as they are.")
@click.option("--drop", is_flag=True, help="Let published addresses end that lead nowhere any more.")
@click.option("--check", "check_it", is_flag=True, help="Publish nothing: verify the site that is there.")
@be_quiet
@choose_cluster
@click.pass_obj
def publish(
    course: Path,
    lectures: tuple[str, ...],
    letter: str,
    out: Path | None,
    url: str | None,
    scorm: bool,
    dry_run: bool,
    no_render: bool,
    drop: bool,
    check_it: bool,
    quiet: bool,
    address: str | None,
    store: str | None,
    trust_network: bool,
) -> int:
    """Write the course site and its clips, ready for any web server; render what is missing.

    What has not changed is not written again. Lectures that are not named stay as they are published, and so
    does one of whose published addresses some would end; it is named, and the command then ends with 1.
    """
    from studio.course.catalog import read_catalog
    from studio.publish.command import Wish, foresee, outcome, publish_course, site_address
    from studio.publish.ingredients import Options
    from studio.render.jobs import QUALITIES

    need_cluster(address, store, trust_network=trust_network)
    site = course / "site" if out is None else out.absolute()
    if check_it:
        from studio.publish.inspection import inspect_site, verdict

        findings = inspect_site(site, course)
        if findings or not quiet:
            click.echo(verdict(site, findings, course))
        return 1 if findings else 0
    wish = Wish(site, QUALITIES[letter], Options(site_address(url), scorm), drop, no_render)
    catalog = read_catalog(course)
    if dry_run:
        click.echo(foresee(catalog, lectures, wish))
        return 0

    def tell(words: str) -> None:
        if not quiet:
            click.echo(words, err=True)

    with crew_at(address, store, course, trust_network=trust_network) as crew:
        published = publish_course(
            catalog, lectures, wish, tell=tell, cores=cores() if crew is None else crew.size,
            crew=crew, quiet=quiet,
        )  # fmt: skip
    if published.kept_back or not quiet:
        click.echo(outcome(published, course))
    return 1 if published.kept_back else 0


@click.command(cls=Command)
@click.option("--out", type=Place(), help="Where the site is (default: site).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8020, help="8020 unless told otherwise; 0: any."
)
@click.option("--open", "open_it", is_flag=True, help="Show it in a browser.")
@click.pass_obj
def serve(course: Path, out: Path | None, port: int, open_it: bool) -> None:
    """Show the published site on this machine, until Ctrl-C."""
    from studio.publish.serving import serve_site

    site = course / "site" if out is None else out.absolute()
    serve_site(site, course, port, open_it=open_it, tell=click.echo)
