"""The SCORM 1.2 package: its manifest against the standard's structure, and what it tells a platform."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from studio.publish.embedding import write_scorm
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


def test_it_plays_without_a_platform_and_axe_finds_nothing(page: Page, platform: str) -> None:
    page.goto(f"{platform}lecture/index.html")
    page.get_by_role("button", name="right").click()
    page.wait_for_function("document.querySelector('video').textTracks[0].activeCues?.length")
    expect(page.get_by_role("button", name="right")).to_have_attribute("aria-current", "true")
    assert not Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
