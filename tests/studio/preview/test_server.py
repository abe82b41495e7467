"""The server lets in whom it should, gives out what it should, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from studio.errors import Unprepared
from studio.preview.app import PAGE
from studio.preview.serving import Preview, Server
from tests.studio.courses import PATIENCE, Course, children, command, environment, runs, session, wait_until


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A server of a course that nobody looks at: what is asked of it here needs no lecture to be played."""
    made = Course(tmp_path_factory.mktemp("served"))
    made.add(1, "dot")
    with Preview(made.folder, port=0) as running:
        wait_until(lambda: running.server.uvicorn.started)
        yield running


@pytest.fixture
def client(preview: Preview) -> Iterator[httpx.Client]:
    """Somebody who asks."""
    with httpx.Client(base_url=preview.url) as asking:
        yield asking


def test_the_page_and_the_syllabus_are_served(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    told = client.get("/api/lectures").json()
    assert [each["slug"] for each in told["steps"][0]["lectures"]] == ["dot"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:9", "127.0.0.1", ""])
def test_a_foreign_host_is_refused(client: httpx.Client, host: str) -> None:
    for path in ("/", "/api/lectures", "/page/main.js", "/api/events"):
        assert client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://HOME", "http://127.0.0.1:1"])
def test_a_foreign_origin_is_refused(client: httpx.Client, origin: str) -> None:
    origin = origin.replace("HOME", client.base_url.netloc.decode())
    asked = client.post("/api/look", json={"slug": "dot"}, headers={"origin": origin})
    assert asked.status_code == 403
    assert client.get("/api/lectures", headers={"origin": origin}).status_code == 403


def test_its_own_origin_is_let_in(client: httpx.Client) -> None:
    asked = client.post("/api/look", content=b"{}", headers={"origin": str(client.base_url).rstrip("/")})
    assert asked.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/page/../app.py",
        "/page/..%2fapp.py",
        "/page/%2e%2e/%2e%2e/cli.py",
        "/page//etc/passwd",
        "/page/..\\app.py",
        "/../../../../etc/passwd",
        "/frames/dot/../../app.py",
        "/scenes/step1_first_steps/l01_dot.py",
        "/page/.",
    ],
)
def test_no_path_leads_out(preview: Preview, path: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", preview.server.port)
    line.request("GET", path)  # as it stands: nothing tidies the path up on its way
    answer = line.getresponse()
    body = answer.read()
    line.close()
    assert answer.status == 404
    assert b"import" not in body
    assert b"root:" not in body


def test_only_files_of_the_page_are_served(client: httpx.Client) -> None:
    for file in PAGE.iterdir():
        if file.is_file():
            assert client.get(f"/page/{file.name}").content == file.read_bytes()
    assert client.get("/page/main.js").headers["cache-control"] == "no-cache"
    assert "javascript" in client.get("/page/main.js").headers["content-type"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'{"slug": 3}', b'{"slug": "dot", "frame": "x"}', b"x" * 5000]
)
def test_nonsense_is_answered_with_a_sentence(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/look", content=body)
    assert (answer.status_code, "error" in answer.json()) == (400, True)


def test_what_is_not_there_is_answered_with_the_nearest(client: httpx.Client) -> None:
    assert client.get("/api/lectures/dott").status_code == 404
    assert "Did you mean dot?" in client.get("/api/lectures/dott").json()["error"]
    assert client.get("/frames/dot/nostamp/0.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/\\evil.example/", "//evil.example/a?b=c"]
)
def test_a_token_leads_to_no_other_host(course: Course, path: str) -> None:
    with Preview(course.folder, port=0, host="0.0.0.0") as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        line = http.client.HTTPConnection("127.0.0.1", preview.server.port)
        join = "&" if "?" in path else "?"
        line.request("GET", f"{path}{join}token={preview.server.token}")  # as it stands
        answer = line.getresponse()
        line.close()
        assert answer.status == 303
        assert urljoin(preview.url, answer.headers["location"]).startswith(preview.url.split("?")[0])


def test_beyond_this_machine_a_token_is_asked_for(course: Course) -> None:
    course.add(1, "dot")
    with Preview(course.folder, port=0, host="0.0.0.0") as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        token = preview.server.token
        assert token is not None
        assert token in preview.url
        with httpx.Client(base_url=f"http://127.0.0.1:{preview.server.port}") as client:
            for path in ("/", "/api/lectures", "/page/main.js", "/api/events"):
                assert client.get(path).status_code == 403
            assert client.get("/?token=guessed").status_code == 403
            welcome = client.get(f"/?lecture=dot&token={token}")
            assert (welcome.status_code, welcome.headers["location"]) == (303, "/?lecture=dot")
            assert "httponly" in welcome.headers["set-cookie"].lower()
            assert client.get("/api/lectures").status_code == 200  # by the cookie


def test_at_home_no_token_is_needed_and_nobody_else_can_come(course: Course) -> None:
    server = Server(course.folder, port=0)
    try:
        assert server.token is None
        assert server.socket.getsockname()[0] == "127.0.0.1"
    finally:
        server.socket.close()
        os.rmdir(server.course.workers.folder)


def test_two_previews_get_two_ports(course: Course) -> None:
    first = Server(course.folder, port=0)
    second = Server(course.folder, port=first.port)
    try:
        assert second.port != first.port
    finally:
        for server in (first, second):
            server.socket.close()
            os.rmdir(server.course.workers.folder)


def test_a_preview_starts_where_the_path_of_its_folder_is_longer_than_a_sockets_may_be(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("deep" * 30) / ("deeper" * 20)
    deep.mkdir(parents=True)
    course.add(1, "little_dot")
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with Preview(course.folder, patience=PATIENCE) as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        assert preview.server.course.workers.folder.is_relative_to(deep)
        with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client:
            lecture = "/api/lectures/little-dot"
            wait_until(lambda: (told := client.get(lecture).json())["whole"] or told["error"])
            assert client.get(lecture).json()["error"] is None
    assert not any(deep.iterdir())
    if sys.platform == "linux":
        still_open = [os.readlink(each) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
        assert not [each for each in still_open if each.startswith(str(deep))]


def test_an_address_that_is_not_ours_is_said_to_be_so(course: Course) -> None:
    with pytest.raises(Unprepared, match=r"Cannot listen on 192\.0\.2\.1"):
        Server(course.folder, host="192.0.2.1", port=0)


class Started:
    """The command as a user has it, looking at a lecture that is being played."""

    def __init__(self, course: Course) -> None:
        self.process = subprocess.Popen(
            command(course, "preview", "--no-open", "--port", 0),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().split()[-1]
        self.rest: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        told = httpx.get(f"{self.link}api/lectures/busy-dot", timeout=60).raise_for_status().json()
        self.page = threading.Thread(target=self._wait_for, args=[told["beats"][1]["frames"]], daemon=True)
        self.page.start()
        found: list[int] = []
        wait_until(lambda: found.extend(children(self.process.pid)) or found)
        self.fork_server = found[0]
        # the fork server, the typesetter, two workers that wait
        wait_until(lambda: len(session(self.fork_server)) >= 4)

    def end(self, way: signal.Signals) -> None:
        """Send it a signal, wait until it is gone, and keep what it said."""
        self.process.send_signal(way)
        self.process.wait()
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _wait_for(self, frames: str) -> None:
        """As a page does, for a frame that will not come."""
        with suppress(httpx.HTTPError):
            httpx.get(f"{self.link.rstrip('/')}{frames}0.png", timeout=60)

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.rest += self.process.stdout.readlines()


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.skipif(sys.platform != "linux", reason="kill -9 takes the processes along only on Linux")
def test_however_it_ends_no_process_is_left(course: Course, way: signal.Signals) -> None:
    course.add(1, "busy_dot", first="while True: self.wait(1)")  # one of them is busy for ever
    started = Started(course)
    everybody = session(started.fork_server)
    started.end(way)
    wait_until(lambda: not any(runs(each) for each in everybody), 10)
    assert session(started.fork_server) == []
    if way != signal.SIGKILL:
        assert started.process.returncode == 0
        assert not any("Traceback" in line for line in started.rest)


@pytest.mark.skipif(sys.platform != "linux", reason="kill -9 takes the processes along only on Linux")
def test_killed_at_its_start_it_leaves_no_process_either(course: Course) -> None:
    """The fork server takes seconds to load; one that has lost its server by then loads nothing more."""
    course.add(1, "dot")
    for delay in (0.0, 0.05, 0.2):
        process = subprocess.Popen(
            command(course, "preview", "--no-open", "--port", 0),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        found: list[int] = []
        wait_until(lambda: found.extend(children(process.pid)) or found)  # noqa: B023 (called at once)
        time.sleep(delay)
        process.kill()
        process.wait()
        worked = [0.0]
        wait_until(lambda: worked.append(max(map(seconds_of_work, found))) or not any(map(runs, found)))  # noqa: B023
        assert max(worked) < 1.0  # to load Manim takes more


def seconds_of_work(process: int) -> float:
    """The processor time that a process has had so far; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
