"""`./compass serve` shows a site as a good host would."""

from __future__ import annotations

import re
import signal
import socket
from pathlib import Path

import httpx
import pytest

from studio.errors import StudioError
from studio.publish.serving import _listening
from tests.studio.courses import begin
from tests.studio.publish.sites import Press


@pytest.fixture
def client(served: str) -> httpx.Client:
    with httpx.Client(base_url=served) as client:
        yield client


def film(site: Path) -> str:
    (path,) = (site / "clips" / "quiet-dot" / "media").glob("*.mp4")
    return path.relative_to(site).as_posix()


@pytest.mark.parametrize("asked", [(0, 99), (1000, 1999), (5000, None)])
def test_a_film_comes_in_ranges(client: httpx.Client, site: Path, asked: tuple[int, int | None]) -> None:
    first, last = asked
    whole = (site / film(site)).read_bytes()
    answer = client.get(film(site), headers={"Range": f"bytes={first}-{'' if last is None else last}"})
    assert answer.status_code == 206
    assert answer.content == whole[first : None if last is None else last + 1]
    assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")


def test_a_range_beyond_the_end_is_refused(client: httpx.Client, site: Path) -> None:
    assert client.get(film(site), headers={"Range": "bytes=999999999-"}).status_code == 416


def test_media_may_be_kept_for_ever_and_pages_may_not(client: httpx.Client, site: Path) -> None:
    assert "immutable" in client.get(film(site)).headers["Cache-Control"]
    for path in ("", "clips/quiet-dot/clip.json", "clips/quiet-dot/film.mp4"):
        assert client.get(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("clips/quiet-dot/clip.json", "application/json"),
        ("clips/quiet-dot/film.mp4", "video/mp4"),
        ("clips/quiet-dot/captions.vtt", "text/vtt"),
    ],
)
def test_other_pages_may_fetch_it_and_are_told_what_it_is(client: httpx.Client, path: str, kind: str) -> None:
    headers = client.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Content-Type"].startswith(kind)


def test_a_folder_shows_its_page(client: httpx.Client) -> None:
    answer = client.get("lectures/quiet-dot/")
    assert answer.status_code == 200
    assert "QuietDot" in answer.text


@pytest.mark.parametrize("path", ["nowhere.html", "../course/scenes", "%2e%2e/site.json/../../course"])
def test_what_is_not_in_the_site_is_not_there(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_port_that_is_taken_is_named(served: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StudioError, match="cannot be used") as told, _listening(port, "serve --here"):
            raise AssertionError("somebody else has it")
        assert f"serve --here --port {port + 1}" in str(told.value.hint)


def test_the_command_says_where_and_ends_with_control_c(press: Press) -> None:
    serving = begin(press.course, "serve", "--port", 0, "--out", press.site)
    assert serving.stdout is not None
    address = re.findall(r"http://\S+", serving.stdout.readline())[0]
    assert httpx.get(address).status_code == 200
    serving.send_signal(signal.SIGINT)
    rest = serving.communicate(timeout=20)[0]
    assert "Traceback" not in rest
    assert serving.returncode in (0, 130)
