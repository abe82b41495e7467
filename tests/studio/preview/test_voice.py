"""The preview speaks: sound in step with the picture, loud as wished, silent where nothing is recorded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from studio.preview.serving import Preview
from tests.browser import QUIETLY, chromium
from tests.studio.courses import PATIENCE, wait_until
from tests.studio.preview.looking import Looking, open_page, walking_course
from tests.voices import LEAD, LOUD, record
from visuals.voice.samples import RATE

WORDS = {
    "show": "Here is a dot. Where will it go?",
    "move": "It goes aside.",
    "measure": "Its slope is four.",
}
WORD = 0.4  # seconds
IN_STEP = 0.040  # seconds
ROUND_ABOUT = 0.3  # seconds before and after a tone, in which frames are looked at
TRIES = 6  # on a busy machine
# What comes out of the page, and which frame it shows, both by the page's clock.
LISTEN = """() => {
    const connect = AudioNode.prototype.connect;
    window.heard = [];
    window.seen = [];
    AudioNode.prototype.connect = function (to, ...more) {
        if (to instanceof AudioDestinationNode && !window.ear) {
            const context = to.context, ear = (window.ear = new AnalyserNode(context, { fftSize: 32768 }));
            connect.call(this, ear);
            const samples = new Float32Array(ear.fftSize);
            let last = 0;
            const look = () => {
                ear.getFloatTimeDomainData(samples);
                const now = context.currentTime;
                const { contextTime, performanceTime } = context.getOutputTimestamp();
                for (let i = 0; i < samples.length; i += 1) {
                    const time = now - (samples.length - i) / context.sampleRate;
                    if (Math.abs(samples[i]) < 0.03 || time <= last) continue;
                    if (time > last + 0.2) window.heard.push(performanceTime + 1000 * (time - contextTime));
                    last = time;
                }
                requestAnimationFrame(look);
            };
            look();
        }
        return connect.call(this, to, ...more);
    };
    new MutationObserver(() => {
        window.seen.push([performance.now(), document.getElementById("picture").dataset.shown]);
    }).observe(document.getElementById("picture"), { attributeFilter: ["data-shown"] });
}"""

# Nobody touches the page, and Playwright's `evaluate` counts as a touch: the film begins by itself and tells.
BY_ITSELF = """setInterval(() => {
    const play = document.getElementById("play");
    if (play?.getAttribute("aria-label") === "Play") play.click();
    console.log(document.getElementById("voice-note")?.textContent);
}, 500)"""


def bursts(seconds: float, number: int) -> np.ndarray:
    """A short tone as each word begins."""
    time = np.arange(round(seconds * RATE)) / RATE
    since = np.mod(time - LEAD, WORD)
    loud = (time >= LEAD) & (time < seconds - LEAD) & (since < 0.05)
    return (4 * LOUD * loud * np.sin(2 * np.pi * 880 * since)).astype(np.float32)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lecture of which two beats are spoken, one is stale, and the credits are silent."""
    lecture = walking_course(tmp_path_factory.mktemp("spoken"))
    record(home(lecture), WORDS, word=WORD, sound=bursts)
    return lecture


@pytest.fixture(scope="module")
def preview(spoken: Path) -> Iterator[Preview]:
    with Preview(spoken.parents[2], patience=PATIENCE) as running:
        yield running


@pytest.fixture(scope="module")
def page(browser: Browser, preview: Preview, spoken: Path) -> Iterator[Looking]:
    """The page, with an ear at its loudspeaker, and every frame drawn."""
    seen = open_page(browser, preview, spoken)
    seen.page.evaluate(LISTEN)
    for beat in seen.timeline()["beats"][:2]:
        seen.page.get_by_role("button", name=beat["words"]).click()
        wait_until(lambda name=beat["name"]: is_drawn(seen, name))
    yield seen
    seen.page.context.close()
    assert not seen.complaints


def home(lecture: Path) -> Path:
    return lecture.parents[2] / "assets" / "voice" / "en" / "walking-dot"


def is_drawn(seen: Looking, name: str) -> bool:
    """Whether the server has drawn all frames of a beat."""
    beat = next(each for each in seen.timeline()["beats"] if each["name"] == name)
    return bool(sum(last - first + 1 for first, last in beat["drawn"]) == beat["count"])


def measured(seen: Looking, first: int, last: int) -> list[tuple[float, float | None]]:
    """Play from one frame of the film to another: when tones were heard, in the film's seconds.

    Each is held against the frames that came on screen round about it. With it comes by how much it is out of
    step; None where the picture itself stumbled, on a busy machine: nothing can be in step with that.
    """
    page, beats = seen.page, seen.timeline()["beats"]
    page.evaluate("window.heard = []; window.seen = []")
    page.keyboard.press("Space")
    page.wait_for_function(
        "(late) => late.includes(document.getElementById('picture').dataset.shown)",
        arg=[address(beats, frame) for frame in range(last, last + 60)],
    )
    page.keyboard.press("Space")
    known = {address(beats, frame): frame for frame in range(first, last + 1)}
    shown = [(time / 1000, known[each] / 15) for time, each in page.evaluate("window.seen") if each in known]
    found: list[tuple[float, float | None]] = []
    for time in page.evaluate("window.heard"):
        near = [film + time / 1000 - when for when, film in shown if abs(time / 1000 - when) < ROUND_ABOUT]
        if not near:
            continue
        at = median(near)
        runs = len(near) >= 6 and max(near) - min(near) < IN_STEP
        found.append((at, min((at - each for each in expected(beats)), key=abs) if runs else None))
    return found


def address(beats: list[dict[str, Any]], frame: int) -> str:
    beat = next(each for each in reversed(beats) if each["first"] <= frame)
    return f"{beat['frames']}{frame - beat['first']}.png"


def expected(beats: list[dict[str, Any]]) -> list[float]:
    """When each word begins, in the film's seconds."""
    return [
        beat["first"] / 15 + begin
        for beat in beats
        if beat["voice"]["state"] == "spoken"
        for begin, _ in beat["voice"]["times"]
    ]


def at(seen: Looking, frame: int) -> None:
    """Stand at a frame of the film."""
    seen.page.keyboard.press("Home")
    for _ in range(frame):
        seen.page.keyboard.press("ArrowRight")
    assert seen.frame() == frame


def test_beats_take_the_time_of_their_recordings_and_captions_their_words(page: Looking) -> None:
    show, move, measure, credits = page.timeline()["beats"]
    assert [each["voice"]["state"] for each in (show, move, measure, credits)] == [
        *("spoken", "spoken", "stale", "silent")
    ]
    assert show["count"] == int(np.ceil((2 * LEAD + 8 * WORD + 0.3) * 15))
    assert show["cues"][-1]["start"] <= LEAD + 7 * WORD
    assert "sound" not in measure["voice"]


@pytest.mark.parametrize("first", [0, 7, 31])
def test_sound_and_picture_are_in_step_from_any_frame_and_across_beats(page: Looking, first: int) -> None:
    beats = page.timeline()["beats"]
    last = beats[2]["first"] - 2
    wanted = [each for each in expected(beats) if first / 15 + 0.3 < each < last / 15 - 0.3]
    in_step: set[float] = set()
    for _ in range(TRIES):
        at(page, first)
        for when, error in measured(page, first, last):
            if error is None:
                continue
            assert abs(error) < IN_STEP, (when, error)
            in_step |= {each for each in wanted if abs(each - when) < IN_STEP}
        if len(in_step) >= min(4, len(wanted)):
            break
    assert len(in_step) >= min(4, len(wanted)), sorted(in_step)


def test_a_muted_film_is_silent_and_that_is_remembered(page: Looking, preview: Preview) -> None:
    sheet = page.page
    at(page, 3)
    sheet.keyboard.press("m")
    expect(sheet.locator("#mute")).to_have_attribute("aria-pressed", "true")
    assert measured(page, 3, 45) == []
    sheet.keyboard.press("Shift+ArrowUp")  # who wants it louder wants to hear it
    expect(sheet.locator("#mute")).to_have_attribute("aria-pressed", "false")
    for _ in range(12):
        sheet.keyboard.press("Shift+ArrowDown")
    expect(sheet.locator("#volume")).to_have_js_property("value", "0")
    sheet.get_by_role("slider", name="Volume").fill("0.5")
    other = sheet.context.new_page()
    other.goto(f"{preview.url}?lecture=walking-dot&beat=show")
    expect(other.locator("#volume")).to_have_js_property("value", "0.5")
    other.close()
    sheet.get_by_role("slider", name="Volume").fill("1")


def test_the_page_says_how_a_beat_is_heard(page: Looking) -> None:
    note = page.page.locator("#voice-note")
    for words, said in (
        ("Here is a dot.", "Spoken by Hum-1, speaker af_tone"),
        ("Its slope is three.", "Silent: the words have changed since they were recorded"),
    ):
        page.page.get_by_role("button", name=words).click()
        expect(note).to_have_text(said)


def test_a_browser_that_wants_a_click_first_is_no_error(browser: Browser, preview: Preview) -> None:
    """Nothing was clicked: the film plays silently, says why, and is heard after the first click."""
    strict = [each for each in QUIETLY if not each.startswith("--autoplay")]
    strict.append("--autoplay-policy=document-user-activation-required")
    shy = browser.browser_type.launch(executable_path=chromium(), args=strict)
    try:
        page = shy.new_page()
        page.add_init_script(BY_ITSELF)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        with page.expect_console_message(
            lambda told: "Click anywhere to hear it" in told.text, timeout=1000 * PATIENCE
        ):
            page.goto(f"{preview.url}?lecture=walking-dot&beat=show")
        page.locator("#caption").click()
        note = page.locator("#voice-note")
        expect(note).to_have_text("Spoken by Hum-1, speaker af_tone")
        assert not complaints
    finally:
        shy.close()


def test_a_recording_that_changes_times_its_beat_anew_and_only_what_follows(
    page: Looking, preview: Preview, spoken: Path
) -> None:
    before = {each["name"]: each for each in page.timeline()["beats"]}
    folder = home(spoken)
    kept = shutil.copytree(folder, spoken.parents[2] / "kept")
    try:
        record(folder.with_name("slow"), {"move": WORDS["move"]}, word=2 * WORD)
        joined = json.loads((folder / "voice.json").read_text())
        slow = json.loads((folder.with_name("slow") / "voice.json").read_text())
        joined["beats"]["move"] = slow["beats"]["move"]
        os.replace(folder.with_name("slow") / "move.opus", folder / "move.opus")
        (folder / "voice.new").write_text(json.dumps(joined))
        os.replace(folder / "voice.new", folder / "voice.json")  # never half of it, which would silence all
        count = int(np.ceil((2 * LEAD + 3 * 2 * WORD + 0.3) * 15))
        wait_until(lambda: page.timeline()["beats"][1]["count"] == count and page.timeline()["whole"])
        after = {each["name"]: each for each in page.timeline()["beats"]}
        assert after["show"]["stamp"] == before["show"]["stamp"]
        assert after["move"]["stamp"] != before["move"]["stamp"]
        sound = httpx.get(preview.url.rstrip("/") + after["move"]["voice"]["sound"]).content
        assert (len(sound) - 44) / 2 / RATE == pytest.approx(2 * LEAD + 6 * WORD, abs=0.001)
        former = httpx.get(preview.url.rstrip("/") + before["move"]["voice"]["sound"])
        assert former.status_code == 404
        (folder / "move.opus").write_bytes(b"")
        wait_until(lambda: page.timeline()["beats"][1]["voice"]["state"] == "broken")
        page.page.get_by_role("button", name="It goes aside.").click()
        expect(page.page.locator("#voice-note")).to_have_text("Silent: move has a recording that is empty")
    finally:
        for each in kept.iterdir():
            os.replace(each, folder / each.name)
        wait_until(lambda: page.timeline()["beats"][1]["voice"]["state"] == "spoken")
    assert page.timeline()["error"] is None


@pytest.mark.parametrize(
    "path", ["show/0123456789abcdef", "nobody/0123456789abcdef", "..%2F..%2Fshow/x", "show/..%2Fx"]
)
def test_only_recordings_of_beats_are_given_away(page: Looking, preview: Preview, path: str) -> None:
    assert httpx.get(f"{preview.url}voice/walking-dot/{path}.wav").status_code == 404
