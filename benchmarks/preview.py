"""How long after a save its picture is on screen, beside `manim render -s -ql` of the same file.

    python benchmarks/preview.py [--saves 10] [--manim 1] [CASE ...]

A copy of the checkout is previewed, so that its files can be edited, and its page is open in Chromium, which
asks for pictures as it does for an author. Every case waits until the lecture has been played once, stands on
the last frame of one beat, and then saves one file as often as asked, each time with another content (but for
the asset). Printed are the median and the longest time from the moment of the save until the page has drawn
the picture, the median until it is there in the size of the window, what calc_core computed anew meanwhile
(all of it, without the share of the preview), and the limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser import QUIETLY, chromium  # noqa: E402 (from the checkout, not from its copy)

COPIED = ("assets", "calc_core", "scenes", "studio", "visuals", "manim.cfg", "pyproject.toml")
LONG = 300.0  # seconds: something is wrong
WINDOW = {"width": 1440, "height": 900}
RECORD = """() => {
    const picture = document.getElementById("picture"), events = new EventSource("/api/events");
    const now = () => [picture.dataset.shown, picture.dataset.sharp ?? null, Date.now() / 1000];
    const noting = { attributeFilter: ["data-shown", "data-sharp"] };
    new MutationObserver(() => window.shown.push(now())).observe(picture, noting);
    for (const kind of ["picture", "error"]) {
        events.addEventListener(kind, ({ data }) => data && window.told.push([kind, JSON.parse(data)]));
    }
    [window.shown, window.told] = [[], []];
}"""
IS_ANOTHER = "(was) => window.shown.some(([address]) => address !== was)"
IS_SHARP = "(was) => window.shown.some(([address, sharp]) => address !== was && sharp)"
PAUSE = 2.0  # seconds between a picture and the next save; the rest of the lecture is being played meanwhile

Edit = Callable[[str, int], str]


@dataclass(frozen=True)
class Case:
    """One kind of save: the lecture and the beat looked at, the file that is saved, and how it changes."""

    slug: str
    beat: str
    file: str
    edit: Edit
    limit: float  # seconds; beyond the recomputation where something is computed


def in_beat(name: str) -> Edit:
    """A dot before everything, at another place each time, by a line at the beginning of a beat."""

    def edit(text: str, i: int) -> str:
        head = text.index(f"def {name}(self)")
        said = text.index('"""', text.index('"""', head) + 3) + 3
        line = f"\n        from manim import Dot; self.add_foreground_mobject(Dot([{i / 4 - 3}, 0, 0]))"
        return text[:said] + line + text[said:]

    return edit


def one_more_function(text: str, i: int) -> str:
    """Another function at the end: the module, and all that stands on it, is another one."""
    return f"{text}\n\ndef _saved_{i}() -> None:\n    pass\n"


def as_it_was(text: str, i: int) -> str:
    """The same measurements again: others have another checksum, and calc_core would refuse them."""
    return text


def of_visuals(slug: str, beat: str, file: str) -> Case:
    """A picture's module is saved."""
    return Case(slug, beat, f"visuals/{file}", one_more_function, 1.2)


L01 = "scenes/step1_tiny_nudges/l01_tiny_nudges.py"
L09 = "scenes/step2_mountains_in_the_dark/l09_gradient_compass.py"
L12 = "scenes/step2_mountains_in_the_dark/l12_in_the_dark.py"
GRADIENTS = "calc_core/derivatives/gradients.py"
CO2 = "calc_core/data/tables/co2_mauna_loa_monthly_1958_2020.csv"
CASES = {
    "01 beat": Case("tiny-nudges", "ten_times_closer", L01, in_beat("ten_times_closer"), 0.3),
    "09 beat": Case("gradient-compass", "find_the_longest", L09, in_beat("find_the_longest"), 0.3),
    "12 beat": Case("in-the-dark", "sort_the_lamps", L12, in_beat("sort_the_lamps"), 0.8),
    "01 visuals": of_visuals("tiny-nudges", "ten_times_closer", "lens.py"),
    "09 visuals": of_visuals("gradient-compass", "look_one_way", "slope_rose.py"),
    "12 visuals": of_visuals("in-the-dark", "poke_again", "terrain/hill.py"),
    "01 theme": of_visuals("tiny-nudges", "nudge_time", "theme.py"),
    "09 calc_core": Case("gradient-compass", "look_one_way", GRADIENTS, one_more_function, 0.8),
    "25 calc_core": Case("finale-co2", "lay_a_line", "calc_core/fitting/holdout.py", one_more_function, 0.8),
    "25 asset": Case("finale-co2", "lay_a_line", CO2, as_it_was, 0.8),
}


def main() -> None:
    """Measure the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--saves", type=int, default=10)
    parser.add_argument("--manim", type=int, default=1, help="how often `manim render` is timed; 0: not")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {arguments.saves} saves each; seconds")
    head = ["save", "median", "longest", "sharp", "computed", "beyond", "limit", "manim -s -ql", "load"]
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIETLY)
        course = copy(Path(folder) / "compass")
        names = arguments.cases or list(CASES)
        for slug in dict.fromkeys(CASES[name].slug for name in names):
            own = [name for name in names if CASES[name].slug == slug]
            by_manim = plain_manim(course, slug, arguments.manim) if arguments.manim else None
            with previewed(course) as client:
                for name in own:
                    taken = measure(course, CASES[name], arguments.saves, client, browser)
                    print(row(name, taken, by_manim), flush=True)


@dataclass(frozen=True)
class Taken:
    """Seconds of one save until its picture was on screen, and what calc_core took of them."""

    shown: float
    sharp: float  # until it was there in the window's size
    computed: float


def row(name: str, taken: list[Taken], by_manim: float | None) -> str:
    """One line of the table."""
    times = [each.shown for each in taken]
    cells = [
        name,
        f"{statistics.median(times):.2f}",
        f"{max(times):.2f}",
        f"{statistics.median(each.sharp for each in taken):.2f}",
        f"{statistics.median(each.computed for each in taken):.2f}",
        f"{statistics.median(each.shown - each.computed for each in taken):.2f}",
        f"{CASES[name].limit:.1f}",
        "" if by_manim is None else f"{by_manim:.1f}",
        f"{os.getloadavg()[0]:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def copy(course: Path) -> Path:
    """The checkout with its compiled code, to be edited."""
    course.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, course / name)
        else:
            shutil.copy2(source, course / name)
    return course


def measure(course: Path, case: Case, saves: int, client: httpx.Client, browser: Browser) -> list[Taken]:
    """What every save took."""
    file = course / case.file
    original = file.read_text(encoding="utf-8")
    taken: list[Taken] = []
    before = b""
    wait_until_played(client, case.slug)
    with opened(browser, client, case) as page:
        for i in range(saves):
            text = case.edit(original, i)
            page.evaluate("[window.shown, window.told] = [[], []]")
            was = page.locator("#picture").get_attribute("data-shown")
            began = time.time()
            save(file, text, by_rename=i % 2 == 1)
            page.wait_for_function(IS_ANOTHER, arg=was, polling=50)  # when, the page itself has noted
            page.wait_for_function(IS_SHARP, arg=was, polling=50)
            time.sleep(PAUSE)
            shown = [each for each in page.evaluate("window.shown") if each[0] != was]
            picture = client.get(shown[-1][0]).raise_for_status().content
            if case.file.startswith("scenes") and picture == before:
                raise AssertionError("the picture of a save is that of the save before it")
            before = picture
            sharp = next(at for _, sharp, at in shown if sharp is not None)
            taken.append(Taken(shown[0][2] - began, sharp - began, computed(page)))
        file.write_text(original, encoding="utf-8")
        time.sleep(PAUSE)  # it is noticed, and no case begins with the text of another
    return taken


def computed(page: Page) -> float:
    """What calc_core took for the save, as the server says."""
    for kind, facts in page.evaluate("window.told"):
        if kind == "error":
            raise RuntimeError(f"{facts['title']}: {facts['message']} ({facts['place']})")
        return float(facts["computed"])
    raise RuntimeError("the server told of no picture")


@contextmanager
def opened(browser: Browser, client: httpx.Client, case: Case) -> Iterator[Page]:
    """The preview's page on the last frame of the case's beat, everything there."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(1000 * LONG)
    page.goto(f"{client.base_url}?lecture={case.slug}&beat={case.beat}")
    beat = next(
        each for each in client.get(f"/api/lectures/{case.slug}").json()["beats"] if each["name"] == case.beat
    )
    page.wait_for_selector(f'#picture[data-shown="{beat["frames"]}{beat["count"] - 1}.png"]')
    page.evaluate(RECORD)
    time.sleep(PAUSE)
    try:
        yield page
    finally:
        page.close()


def wait_until_played(client: httpx.Client, slug: str) -> None:
    """To ask for a timeline has the lecture played; come back when every beat has been."""
    end = time.monotonic() + LONG
    while not (told := client.get(f"/api/lectures/{slug}").raise_for_status().json())["whole"]:
        if told["error"] is not None or time.monotonic() > end:
            raise RuntimeError(f"{slug} is not played to its end: {told['error']}")
        time.sleep(PAUSE / 4)


def save(file: Path, text: str, *, by_rename: bool) -> None:
    """As editors do: some write the file, others another one that takes its name."""
    if by_rename:
        aside = file.with_name(f".{file.name}.new")
        aside.write_text(text, encoding="utf-8")
        aside.replace(file)
    else:
        file.write_text(text, encoding="utf-8")


@contextmanager
def previewed(course: Path) -> Iterator[httpx.Client]:
    """The preview of the copy, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(course)}
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "studio", "preview", "--no-open", "--port", "0", "--patience", "120"],
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    link = server.stdout.readline().split()[-1]
    try:
        with httpx.Client(base_url=link, timeout=LONG) as client:
            yield client
    finally:
        server.terminate()
        server.wait()


def plain_manim(course: Path, slug: str, times: int) -> float:
    """Median seconds of `manim render -s -ql` of a lecture's file."""
    (file,) = course.glob(f"scenes/*/l??_{slug.replace('-', '_')}.py")
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "manim", "render", "-s", "-ql", "--disable_caching", str(file)],
            cwd=course,
            env=os.environ | {"PYTHONPATH": str(course)},
            check=True,
            capture_output=True,
        )
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
