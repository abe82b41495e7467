"""The SCORM 1.2 package: its manifest against the standard's structure, and what it tells a platform."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from studio.embed.site_files import write_scorm
from tests.studio.embed.conftest import Build
from tests.studio.embed.hosts import host

Clip = dict[str, Any]
CP, ADL = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}", "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
# IMS Content Packaging 1.1.2 as SCORM 1.2 narrows it (Content Aggregation Model, table 2.4): children in this
# order, each with how often it may come; attributes, each with whether it has to.
ONE, SOME, ANY, PERHAPS = (1, 1), (1, 999), (0, 999), (0, 1)
STRUCTURE: dict[str, dict[str, tuple[int, int]]] = {
    "manifest": {"metadata": ONE, "organizations": ONE, "resources": ONE, "manifest": ANY},
    "metadata": {"schema": ONE, "schemaversion": ONE},
    "organizations": {"organization": SOME},
    "organization": {"title": ONE, "item": SOME, "metadata": PERHAPS},
    "item": {"title": ONE, "item": ANY, "metadata": PERHAPS},
    "resources": {"resource": SOME},
    "resource": {"metadata": PERHAPS, "file": SOME, "dependency": ANY},
    "file": {"metadata": PERHAPS},
}
ATTRIBUTES: dict[str, dict[str, bool]] = {
    "manifest": {"identifier": True, "version": False},
    "organizations": {"default": True},
    "organization": {"identifier": True, "structure": False},
    "item": {"identifier": True, "identifierref": False, "isvisible": False, "parameters": False},
    "resource": {"identifier": True, "type": True, f"{ADL}scormtype": True, "href": True},
    "file": {"href": True},
}

PLATFORM = """<!doctype html><meta charset=utf-8><title>A strict platform</title><iframe title=Lecture></iframe><script>
const kept = KEPT, wrong = [];
let state = 'closed';
const may = { // SCORM 1.2 Run-Time Environment, 3.4: what a lecture may set, and how it is written
  'cmi.core.lesson_status': /^(passed|completed|failed|incomplete|browsed)$/,
  'cmi.core.lesson_location': /^.{0,255}$/, 'cmi.suspend_data': /^[^]{0,4096}$/,
  'cmi.core.exit': /^(time-out|suspend|logout|)$/, 'cmi.core.session_time': /^\\d{2,4}:[0-5]\\d:[0-5]\\d(\\.\\d{1,2})?$/,
};
const check = (holds, what) => holds || wrong.push(what);
window.API = {
  LMSInitialize: (none) => { check(none === '' && state === 'closed', 'begun twice'); state = 'open'; return 'true'; },
  LMSGetValue: (name) => { check(state === 'open', `asked ${name} when ${state}`); return kept[name] ?? ''; },
  LMSSetValue: (name, value) => {
    check(state === 'open', `told ${name} when ${state}`);
    check(typeof value === 'string' && may[name]?.test(value), `${name} cannot be ${value}`);
    kept[name] = value;
    return 'true';
  },
  LMSCommit: (none) => { check(none === '' && state === 'open', `committed when ${state}`); return 'true'; },
  LMSFinish: (none) => { check(none === '' && state === 'open', `finished when ${state}`); state = 'finished'; return 'true'; },
  LMSGetLastError: () => '0', LMSGetErrorString: () => '', LMSGetDiagnostic: () => '',
};
document.querySelector('iframe').src = 'lecture/index.html';
</script>"""  # noqa: E501


@pytest.fixture
def package(bundle: Path) -> Iterator[zipfile.ZipFile]:
    """The published package, opened."""
    with zipfile.ZipFile(next(bundle.glob("*scorm12.zip"))) as opened:
        yield opened


@pytest.fixture
def manifest(package: zipfile.ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(package.read("imsmanifest.xml"))


@pytest.fixture
def platform(package: zipfile.ZipFile, example: Build) -> Iterator[str]:
    """The platform of the examples, with the package in it."""
    folder = example("scorm")
    package.extractall(folder / "lecture")
    with host(folder) as url:
        yield url


def name(element: ElementTree.Element) -> str:
    assert element.tag.startswith(CP)
    return element.tag.removeprefix(CP)


def test_the_manifest_has_the_standards_structure(manifest: ElementTree.Element) -> None:
    assert name(manifest) == "manifest"
    for element in manifest.iter():
        rules = STRUCTURE.get(name(element), {})
        children = [name(child) for child in element]
        assert children == sorted(children, key=[*rules].index)
        for child, (least, most) in rules.items():
            assert least <= children.count(child) <= most, (name(element), child)
        known = ATTRIBUTES.get(name(element), {})
        told = {each for each in element.attrib if "XMLSchema-instance" not in each}
        assert told <= known.keys()
        assert {each for each, must in known.items() if must} <= told


def test_its_values_are_those_that_the_standard_allows(manifest: ElementTree.Element) -> None:
    assert manifest.findtext(f"{CP}metadata/{CP}schema") == "ADL SCORM"
    assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    ids = [element.get("identifier", "") for element in manifest.iter() if "identifier" in element.attrib]
    assert len(set(ids)) == len(ids)
    assert all(each[0].isalpha() and each.replace("-", "").isalnum() for each in ids)  # XML's ID
    organizations = manifest.find(f"{CP}organizations")
    assert organizations is not None
    assert organizations.get("default") in [each.get("identifier") for each in organizations]
    resources = {each.get("identifier"): each for each in manifest.iter(f"{CP}resource")}
    assert {each.get("identifierref") for each in manifest.iter(f"{CP}item")} == resources.keys()
    for each in resources.values():
        assert (each.get("type"), each.get(f"{ADL}scormtype")) == ("webcontent", "sco")
        assert each.get("href") in [file.get("href") for file in each]
    assert all(0 < len(title.text or "") <= 200 for title in manifest.iter(f"{CP}title"))


def test_it_names_all_its_files_and_no_others(
    manifest: ElementTree.Element, package: zipfile.ZipFile
) -> None:
    named = [unquote(each.get("href", "")) for each in manifest.iter(f"{CP}file")]
    assert sorted(named) == sorted(set(package.namelist()) - {"imsmanifest.xml"})
    assert len(set(named)) == len(named)
    assert package.testzip() is None


def test_the_same_lecture_gives_the_same_package(clip: Clip, bundle: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "a.zip", tmp_path / "b.zip"):
        write_scorm(clip, bundle, target)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_platform_hears_of_every_step(page: Page, platform: str, clip: Clip) -> None:
    page.goto(platform)
    frame = page.frames[1]
    frame.wait_for_function("document.querySelector('#seen').textContent === '0 of 3 thoughts seen.'")
    assert page.evaluate("calls[0]") == ["LMSInitialize", ""]
    assert page.evaluate("kept.get('cmi.core.lesson_status')") == "incomplete"
    end = clip["beats"][2]["end"]
    frame.evaluate("Object.assign(document.querySelector('video'), {muted: true, playbackRate: 2}).play()")
    frame.wait_for_function(f"document.querySelector('video').currentTime > {end}")
    frame.wait_for_function("document.querySelector('#seen').textContent === 'Seen to the end.'")
    frame.evaluate("document.querySelector('video').pause()")
    page.wait_for_function("kept.get('cmi.core.lesson_status') === 'completed'")
    assert page.evaluate("kept.get('cmi.suspend_data')") == "1110"
    assert float(page.evaluate("kept.get('cmi.core.lesson_location')")) >= end
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("calls.at(-1)[0] === 'LMSFinish'")
    took = page.evaluate("kept.get('cmi.core.session_time')")
    hours, minutes, seconds = took.split(":")
    assert (len(hours), len(minutes), len(seconds)) == (4, 2, 5)
    assert 0 < float(seconds) < 60
    told = page.evaluate("calls.map(call => call[0])")
    assert told.count("LMSInitialize") == told.count("LMSFinish") == 1
    page.evaluate("kept.set('cmi.core.lesson_location', '2.5')")
    page.evaluate("document.querySelector('iframe').src = 'lecture/index.html'")
    page.wait_for_function("frames[0].document.querySelector('video')?.currentTime === 2.5")
    assert frame.locator("#seen").inner_text() == "Seen to the end."
    assert page.evaluate("kept.get('cmi.core.lesson_status')") == "completed"  # once is for good


def test_skipping_is_not_seeing(page: Page, platform: str) -> None:
    page.goto(platform)
    frame = page.frames[1]
    frame.get_by_role("button", name="right").click()
    frame.wait_for_function("document.querySelector('#seen').textContent === '1 of 3 thoughts seen.'")
    frame.evaluate("document.querySelector('video').pause()")
    page.wait_for_function("kept.get('cmi.suspend_data') === '0010'")
    assert page.evaluate("kept.get('cmi.core.lesson_status')") == "incomplete"


def launch(page: Page, platform: str, folder: Path, kept: dict[str, str]) -> Any:
    """Open the lecture in a strict platform of ours that remembers `kept`; the frame it runs in."""
    page.goto("about:blank")
    (folder / "scorm" / "ours.html").write_text(PLATFORM.replace("KEPT", json.dumps(kept)), encoding="utf-8")
    page.goto(f"{platform}ours.html")
    frame = page.frames[1]
    frame.wait_for_function("document.querySelector('#seen')?.textContent")
    return frame


def leave(page: Page) -> dict[str, str]:
    """Close the lecture as a learner does; what the platform remembers, if nothing broke the standard."""
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("state === 'finished'")
    assert page.evaluate("wrong") == []
    kept: dict[str, str] = page.evaluate("kept")
    return kept


def play_to(frame: Any, time: float) -> None:
    frame.evaluate("Object.assign(document.querySelector('video'), {muted: true, playbackRate: 2}).play()")
    frame.wait_for_function(f"document.querySelector('video').currentTime >= {time}")
    frame.evaluate("document.querySelector('video').pause()")


def seen(frame: Any) -> str:
    return str(frame.locator("#seen").inner_text())


def test_coming_back_counts_nothing_that_was_not_played(
    page: Page, platform: str, tmp_path: Path, clip: Clip
) -> None:
    place = clip["beats"][2]["start"] + 0.2
    told = {"cmi.core.lesson_location": f"{place:.1f}", "cmi.suspend_data": "0000",
            "cmi.core.lesson_status": "incomplete", "cmi.core.entry": "resume"}  # fmt: skip
    frame = launch(page, platform, tmp_path, told)
    frame.wait_for_function(f"document.querySelector('video').currentTime >= {place - 0.1}")
    assert seen(frame) == "0 of 3 thoughts seen."
    play_to(frame, place + 0.3)
    frame.wait_for_function("!document.querySelector('video').seeking")
    assert seen(frame) == "0 of 3 thoughts seen."
    assert leave(page)["cmi.suspend_data"] == "0000"


def test_pressing_a_thought_before_the_film_is_known_counts_nothing_before_it(
    page: Page, platform: str, tmp_path: Path
) -> None:
    def late(route: Any) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/*.mp4", late)
    frame = launch(page, platform, tmp_path, {})
    frame.get_by_role("button", name="right").click()
    frame.wait_for_function("document.querySelector('#seen').textContent === '1 of 3 thoughts seen.'")
    frame.evaluate("document.querySelector('video').pause()")
    assert leave(page)["cmi.suspend_data"] == "0010"


def test_a_lecture_is_completed_over_two_sittings(
    page: Page, platform: str, tmp_path: Path, clip: Clip
) -> None:
    first, second, third = (each["end"] for each in clip["beats"][:3])
    frame = launch(page, platform, tmp_path, {"cmi.core.lesson_status": "not attempted"})
    play_to(frame, first + 0.3)
    kept = leave(page)
    assert kept["cmi.suspend_data"] == "1000"
    assert (kept["cmi.core.lesson_status"], kept["cmi.core.exit"]) == ("incomplete", "suspend")
    frame = launch(page, platform, tmp_path, kept)
    frame.wait_for_function(f"document.querySelector('video').currentTime >= {first}")
    assert seen(frame) == "1 of 3 thoughts seen."
    play_to(frame, second - 0.5)  # leaves in the last second of a thought
    kept = leave(page)
    assert kept["cmi.suspend_data"] == "1000"
    frame = launch(page, platform, tmp_path, kept)
    play_to(frame, third)
    frame.wait_for_function("document.querySelector('#seen').textContent === 'Seen to the end.'")
    kept = leave(page)
    assert (kept["cmi.core.lesson_status"], kept["cmi.core.exit"]) == ("completed", "")
    assert kept["cmi.suspend_data"] == "1110"


def test_it_plays_without_a_platform_and_axe_finds_nothing(page: Page, platform: str) -> None:
    page.goto(f"{platform}lecture/index.html")
    page.get_by_role("button", name="right").click()
    page.wait_for_function("document.querySelector('video').textTracks[0].activeCues?.length")
    expect(page.get_by_role("button", name="right")).to_have_attribute("aria-current", "true")
    assert not Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
