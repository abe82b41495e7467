"""The recording desk in a real browser with Chromium's own microphone, which plays a file."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from studio.errors import StudioError
from studio.preview.app import application
from studio.preview.course_preview import CoursePreview
from studio.preview.serving import Preview
from studio.preview.voice_playback import as_wav
from studio.preview.voice_recording import Take, samples_of
from tests.browser import QUIETLY, chromium
from tests.studio.courses import PATIENCE, wait_until
from tests.studio.preview.looking import PHONE, WIDE, Looking, open_page, walking_course
from tests.voices import write_opus
from visuals.voice.recordings import (
    HOME,
    Recording,
    checksum,
    fingerprint,
    read_recordings,
    write_recordings,
)
from visuals.voice.samples import RATE
from visuals.voice.words import heard

TONE = 440.0  # of the microphone, in Hz
# Another microphone than Chromium's: one that is refused, or one that hears `window.loud`.
MICROPHONE = """navigator.mediaDevices.getUserMedia = async () => {
    if (window.refused) throw new DOMException("no", window.refused);
    const context = new AudioContext({ sampleRate: 48000 }), wire = context.createMediaStreamDestination();
    const tone = new OscillatorNode(context, { frequency: 300 });
    const gain = new GainNode(context, { gain: window.loud });
    tone.connect(gain).connect(wire);
    tone.start();
    window.wire = wire.stream.getAudioTracks()[0];
    return wire.stream;
}"""


class ByRule:
    """Keeps a take as it came, its words in equal shares, and remembers it; or fails, as it is told."""

    def __init__(self) -> None:
        self.takes: list[Take] = []
        self.refuses = ""

    def __call__(self, course: Path, take: Take) -> None:
        if self.refuses:
            raise StudioError(self.refuses)
        self.takes.append(take)
        folder = course / HOME / take.lecture.slug
        folder.mkdir(parents=True, exist_ok=True)
        words = next(each.words for each in take.lecture.beats if each.name == take.beat)
        file = write_opus(folder / f"{take.beat}.opus", take.samples)
        seconds, count = len(take.samples) / RATE, len(heard(words))
        times = tuple((seconds * k / count, seconds * (k + 1) / count) for k in range(count))
        told = Recording(
            *(
                fingerprint(words),
                checksum(file),
                seconds,
                times,
                take.speaker,
                "person",
                "by rule",
                take.licence,
            )
        )
        known = read_recordings(folder)
        write_recordings(replace(known, beats={**known.beats, take.beat: told}))


@pytest.fixture(scope="module")
def saver() -> ByRule:
    return ByRule()


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walking_course(tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="module")
def preview(lecture: Path, saver: ByRule) -> Iterator[Preview]:
    with Preview(lecture.parents[2], patience=PATIENCE, saver=saver) as running:
        yield running


@pytest.fixture(scope="module")
def talking(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a microphone that hears a tone."""
    file = tmp_path_factory.mktemp("microphone") / "tone.wav"
    time = np.arange(4 * RATE) / RATE
    file.write_bytes(as_wav((0.3 * np.sin(2 * np.pi * TONE * time)).astype(np.float32)))
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    opened = browser.browser_type.launch(
        executable_path=chromium(), args=[*QUIETLY, *fake, f"--use-file-for-fake-audio-capture={file}"]
    )
    yield opened
    opened.close()


@pytest.fixture
def recorder(talking: Browser, preview: Preview, lecture: Path) -> Iterator[Looking]:
    """The page in that browser."""
    seen = open_page(talking, preview, lecture)
    yield seen
    seen.page.context.close()
    assert not seen.complaints


@pytest.fixture
def other(talking: Browser, preview: Preview, lecture: Path) -> Iterator[Looking]:
    """The page with a microphone that does as it is told."""
    seen = open_page(talking, preview, lecture, script=MICROPHONE)
    yield seen
    seen.page.context.close()
    assert not seen.complaints


def record(seen: Looking, seconds: float = 1.5) -> None:
    """Record for a while, with the desk open."""
    page = seen.page
    page.get_by_role("button", name="Record", exact=True).or_(
        page.get_by_role("button", name="Record again")
    ).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.wait_for_function(
        "(least) => Number(document.getElementById('recorder-time').textContent.slice(2)) >= least",
        arg=seconds,
    )
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)


def test_a_beat_is_said_heard_kept_and_played_at_once(
    recorder: Looking, saver: ByRule, preview: Preview, lecture: Path
) -> None:
    page = recorder.page
    said, keep = page.locator("#recorder-said"), page.get_by_role("button", name="Keep it")
    page.keyboard.press("v")
    expect(page.locator("#recorder-words")).to_have_text("Here is a dot. Where will it go?")
    expect(page.locator("#recorder-state")).to_have_text("Not recorded yet")
    expect(keep).to_be_disabled()
    record(recorder, 2.0)
    expect(said).to_have_text("Hear it, keep it, or say it again.")
    page.keyboard.press("h")
    expect(page.locator("#recorder-hear-word")).to_have_text("Stop")
    expect(page.locator("#recorder-hear-word")).to_have_text("Hear it")
    page.keyboard.press("k")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Kept: show.")
    expect(page.locator("#recorder-state")).to_contain_text("Spoken by Ada Lovelace")
    (take,) = saver.takes
    assert (take.beat, take.speaker, take.licence) == ("show", "Ada Lovelace", "CC BY 4.0")
    spectrum = np.abs(np.fft.rfft(take.samples * np.hanning(len(take.samples))))
    assert np.argmax(spectrum) * RATE / len(take.samples) == pytest.approx(TONE, abs=2)
    assert np.abs(take.samples).max() == pytest.approx(0.3, abs=0.03)
    told = read_recordings(lecture.parents[2] / HOME / "walking-dot").beats["show"]
    count = int(np.ceil((told.seconds + 0.3) * 15))
    wait_until(lambda: recorder.timeline()["beats"][0]["count"] == count)
    page.get_by_role("button", name="Next beat").click()
    expect(page.locator("#recorder-words")).to_have_text("It goes aside.")
    record(recorder)
    page.keyboard.press("k")
    expect(said).to_have_text("Kept: move.")  # the name was asked for once
    page.keyboard.press("Escape")
    expect(page.locator("#recorder")).to_be_hidden()
    page.get_by_role("button", name="It goes aside.").click()
    expect(page.locator("#voice-note")).to_have_text("Spoken by Ada Lovelace")


def test_a_take_outlives_the_server_and_another_beat_until_it_is_thrown_away(
    recorder: Looking, saver: ByRule
) -> None:
    page = recorder.page
    page.evaluate('localStorage.setItem(\'compass.preview.speaker\', \'{"speaker":"Ada","licence":"CC0"}\')')
    page.reload()
    recorder.settled()
    page.get_by_role("button", name="Its slope is three.").click()
    page.keyboard.press("v")
    record(recorder)
    before = len(saver.takes)
    page.context.set_offline(True)
    page.keyboard.press("k")
    said = page.locator("#recorder-said")
    expect(said).to_have_text(
        "The preview does not answer. The take stays here: keep it when the preview is back."
    )
    page.context.set_offline(False)
    expect(page.locator("#state")).not_to_have_attribute("data-mood", "lost")
    saver.refuses = "There is no room left."
    page.keyboard.press("k")
    expect(said).to_have_text("There is no room left. The take is still here.")
    saver.refuses = ""
    page.keyboard.press("ArrowUp")
    expect(page.locator("#recorder-title")).to_have_text("move")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#recorder-state")).to_have_text("Not kept yet")
    page.keyboard.press("x")
    expect(said).to_have_text("Thrown away.")
    expect(page.get_by_role("button", name="Keep it")).to_be_disabled()
    assert len(saver.takes) == before


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        ("NotAllowedError", "The browser may not use the microphone."),
        ("NotFoundError", "There is no microphone. Plug one in, then try again."),
        ("NotReadableError", "another program may have it"),
    ],
)
def test_without_a_microphone_one_sentence_says_why(other: Looking, refused: str, sentence: str) -> None:
    page = other.page
    page.evaluate(f"window.refused = '{refused}'; window.loud = 0.3")
    page.keyboard.press("v")
    expect(page.locator("#recorder-said")).to_contain_text(sentence)
    page.evaluate("window.refused = null")
    page.get_by_role("button", name="Record", exact=True).click()  # and it is asked for again
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def test_what_is_wrong_with_a_take_is_told(other: Looking) -> None:
    """Silence, a voice that is too loud, a microphone that is pulled out."""
    page, said = other.page, other.page.locator("#recorder-said")
    for loud, mood, sentence in (
        (0.0, "", "Nothing was heard: is it the right microphone, and is it on?"),
        (1.5, "clips", "It was too loud and is distorted: move back a little, and say it again."),
    ):
        page.evaluate("(loud) => (window.loud = loud)", loud)
        page.keyboard.press("v")
        record(other)
        expect(said).to_have_text(sentence)
        assert page.locator("#recorder-meter").get_attribute("data-mood") == mood
        expect(page.get_by_role("button", name="Keep it")).to_be_enabled(enabled=loud > 0)
        page.keyboard.press("x")
        page.keyboard.press("Escape")
    page.evaluate("window.loud = 0.3")
    page.keyboard.press("v")
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_function("() => document.getElementById('recorder-time').textContent >= '0:01.0'")
    page.evaluate("window.wire.dispatchEvent(new Event('ended'))")
    expect(said).to_have_text("The microphone is gone: the take ends here.")
    expect(page.get_by_role("button", name="Keep it")).to_be_enabled()


def test_the_desk_fits_a_phone_and_axe_finds_nothing(recorder: Looking) -> None:
    page = recorder.page
    page.keyboard.press("v")
    expect(page.locator("#recorder-said")).to_have_text("")
    for size, scheme in (
        (WIDE, "light"),
        (WIDE, "dark"),
        (PHONE, "dark"),
        ({"width": 844, "height": 390}, "light"),
    ):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not Axe().run(page).response["violations"], (size, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        expect(page.get_by_role("button", name="Record", exact=True)).to_be_in_viewport(ratio=1)


# -- the server's side ------------------------------------------------------------------------------------

GOOD = as_wav((0.3 * np.sin(np.arange(RATE) / 20)).astype(np.float32))


def posted(preview: Preview, beat: str = "move", **changes: Any) -> httpx.Response:
    words = fingerprint("It goes aside.")
    asked = {"words": words, "speaker": "Ada", "licence": "CC0"} | changes.pop("asked", {})
    headers = {"content-type": "audio/wav"} | changes.pop("headers", {})
    address = f"{preview.url}api/takes/walking-dot/{beat}"
    return httpx.post(
        address, params=asked, headers=headers, content=changes.pop("content", GOOD), timeout=PATIENCE
    )


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"headers": {"origin": "http://elsewhere.example"}}, 403, "may not ask here"),
        ({"headers": {"sec-fetch-site": "cross-site"}}, 403, "may not ask here"),
        ({"headers": {"content-type": "text/plain"}}, 415, "WAV"),
        ({"asked": {"speaker": " "}}, 400, "whose voice"),
        ({"asked": {"licence": "x" * 200}}, 400, "which licence"),
        ({"asked": {"words": "0" * 64}}, 422, "have changed"),
        ({"beat": "nobody"}, 404, "There is no beat"),
        ({"beat": "credits"}, 404, "There is no beat"),
        ({"content": b"RIFF"}, 422, "WAV"),
        ({"content": as_wav(np.zeros(RATE, np.float32))}, 422, "Nothing is heard"),
        ({"content": bytes(61 * RATE * 2 + 5000)}, 413, "at most 60 seconds"),
    ],
)
def test_a_take_that_cannot_be_kept_is_refused_in_a_sentence(
    preview: Preview, saver: ByRule, changes: dict[str, Any], status: int, sentence: str
) -> None:
    before = len(saver.takes)
    answer = posted(preview, **changes)
    assert (answer.status_code, len(saver.takes)) == (status, before)
    assert sentence in answer.json()["error"]


def test_recordings_are_taken_from_this_machine_only(lecture: Path, saver: ByRule) -> None:
    course = lecture.parents[2]
    previewed = CoursePreview(course, patience=1, room=1 << 20, memory=0, saver=saver)
    app = application(previewed, ["testserver"], None)

    async def ask() -> httpx.Response:
        far = httpx.ASGITransport(app, client=("192.0.2.7", 50000))
        async with httpx.AsyncClient(transport=far, base_url="http://testserver") as client:
            headers = {"content-type": "audio/wav"}
            return await client.post("/api/takes/walking-dot/move", content=GOOD, headers=headers)

    with ThreadPoolExecutor() as thread:  # in this one Playwright's loop may be running
        answer = thread.submit(lambda: asyncio.run(ask())).result()
    assert (answer.status_code, answer.json()["error"]) == (
        403,
        "Recordings are taken from this machine only.",
    )


def test_a_wav_file_of_another_make_is_no_take(tmp_path: Path) -> None:
    file = tmp_path / "stereo.wav"
    with wave.open(str(file), "wb") as told:
        told.setnchannels(2)
        told.setsampwidth(2)
        told.setframerate(RATE)
        told.writeframes(bytes(range(1, 200)) * 4)
    with pytest.raises(ValueError, match="mono, of 16 bits, at 48000 Hz"):
        samples_of(file.read_bytes())
