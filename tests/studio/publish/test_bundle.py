"""A clip bundle tells the truth about itself, and an inspection finds every lie."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, meta
from PIL import Image

from studio.course.lecture import Beat, Lecture, Step
from studio.embed.clip import alternative, poster_beat, read_clip, with_unit
from studio.embed.names import checksum, hashed, is_hashed
from studio.places import SITE_TEMPLATES
from studio.publish.ingredients import ALONE
from studio.publish.inspection import inspect_bundle, inspect_site, read_cues
from studio.publish.pages import EMBED
from studio.publish.screening import screen
from studio.publish.transcript import transcript_text
from tests.studio.publish.sites import Press

SCHEMA = "clips/clip.schema.json"


@pytest.fixture(scope="session")
def bundle(site: Path) -> Path:
    return site / "clips" / "quiet-dot"


@pytest.fixture(scope="session")
def clip(bundle: Path) -> dict[str, Any]:
    return read_clip(bundle)


def test_clips_keep_to_the_schema_that_is_published_beside_them(site: Path) -> None:
    schema = json.loads((site / SCHEMA).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    for folder in (site / "clips").glob("*-dot"):
        clip = read_clip(folder)
        jsonschema.validate(clip, schema, cls=jsonschema.Draft202012Validator)
        assert (folder / clip["$schema"]).resolve() == (site / SCHEMA).resolve()
        assert (folder / clip["page"]).is_file()


@pytest.mark.parametrize("lost", ["title", "beats", "film", "licence"])
def test_the_schema_misses_what_is_left_out(site: Path, clip: dict[str, Any], lost: str) -> None:
    schema = json.loads((site / SCHEMA).read_text())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({name: told for name, told in clip.items() if name != lost}, schema)


def test_the_film_begins_fast_and_carries_its_chapters(bundle: Path, clip: dict[str, Any]) -> None:
    film = screen(bundle / "film.mp4")
    assert (film.codec, film.starts_fast) == ("h264", True)
    assert film.frames / film.frame_rate == pytest.approx(clip["seconds"])
    names = [each["name"] for each in clip["chapters"]]
    assert [name for name, _, _ in film.marks] == names
    assert names == ["The question", "Credits"]


def test_marking_a_film_changes_no_frame_of_it(press: Press, bundle: Path) -> None:
    def frames(path: Path) -> list[tuple[int | None, bytes]]:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            return [(packet.pts, bytes(packet)) for packet in container.demux(stream) if packet.size]

    rendered = press.films / "quiet-dot.mp4"
    assert frames(rendered) == frames(bundle / "film.mp4")
    assert not screen(rendered).marks


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=float)


def test_a_still_is_the_last_frame_of_its_beat(bundle: Path, clip: dict[str, Any]) -> None:
    with av.open(str(bundle / "film.mp4")) as film:
        frames = [frame.to_ndarray(format="rgb24").astype(float) for frame in film.decode(video=0)]
    for beat in clip["beats"]:
        still = pixels(bundle / beat["still"]["stable"])
        last = round(beat["end"] * clip["frame_rate"]) - 1
        away = {
            near: abs(still - frames[near]).mean() for near in range(last - 3, min(last + 4, len(frames)))
        }
        assert away[last] <= min(away.values()) + 1e-3, (beat["name"], away)


def test_a_still_has_the_colours_that_were_drawn(press: Press, bundle: Path) -> None:
    """The renderer drew the poster at the end of `show`; eight bits of luma and colour say it this well."""
    drawn = pixels(press.films / "quiet-dot.poster.png")
    assert abs(pixels(bundle / "stills" / "show.jpg") - drawn).mean() < 1.2
    assert abs(pixels(bundle / "poster.jpg") - drawn).mean() < 0.2


def test_stable_names_hold_what_the_hashed_ones_do(bundle: Path, clip: dict[str, Any]) -> None:
    told = [clip["film"], clip["poster"], *clip["tracks"].values(), *(b["still"] for b in clip["beats"])]
    for each in told:
        content = (bundle / each["file"]).read_bytes()
        assert (bundle / each["stable"]).read_bytes() == content
        assert is_hashed(each["file"])
        assert not is_hashed(each["stable"])
        assert checksum(content)[:12] in each["file"]


def test_tracks_say_what_the_lecture_says(bundle: Path, clip: dict[str, Any]) -> None:
    said = read_cues((bundle / "captions.vtt").read_text())
    assert (
        " ".join(text for _, _, text in said).split() == " ".join(b["words"] for b in clip["beats"]).split()
    )
    for beat in clip["beats"]:
        assert " ".join(cue["text"] for cue in beat["cues"]).split() == beat["words"].split()
    marks = read_cues((bundle / "chapters.vtt").read_text())
    assert [text for _, _, text in marks] == ["The question", "Credits"]


def test_the_transcript_holds_every_word_and_every_time(bundle: Path, clip: dict[str, Any]) -> None:
    text = (bundle / "transcript.txt").read_text()
    page = (bundle / "transcript.html").read_text()
    for beat in clip["beats"]:
        assert " ".join(beat["words"].split()) in " ".join(text.split())
        assert f'id="{beat["name"]}"' in page
    assert "Dots & Co. (CC0)" in text
    assert "Dots &amp; Co." in page


def test_pictures_are_told_in_the_beats_words_and_numbers(clip: dict[str, Any]) -> None:
    alt = {beat["name"]: beat["still"]["alt"] for beat in clip["beats"]}
    assert alt["show"] == "A dot. In the picture: slope +0.62."
    assert alt["move"] == "It moves. In the picture: height 0.20\u00a0m, angle 90.0°."
    assert clip["poster"]["alt"] == alt["show"]
    assert alternative("No number.", []) == "No number."
    assert with_unit({"text": "4", "unit": ""}) == "4"


# -- properties ---------------------------------------------------------------------------------------------

LECTURE = Lecture(Path("l01_x.py"), 1, "x", Step(1, "first steps"), beats=(Beat("b0", "w", None, 1),))


@given(st.text("abc-_.", min_size=1, max_size=12), st.binary())
def test_a_hashed_name_is_known_as_one(stem: str, content: bytes) -> None:
    name = f"media/{stem}x.mp4"
    assert is_hashed(hashed(name, checksum(content)))
    assert not is_hashed(name)


def test_the_poster_is_the_lectures_choice_else_the_last_before_the_credits() -> None:
    beats = [{"name": name} for name in ("ask", "show", "credits")]
    chosen = Lecture(Path("l01_x.py"), 1, "x", Step(1, "s"), poster="ask")
    assert poster_beat(chosen, beats) == "ask"
    assert poster_beat(LECTURE, beats) == "show"
    assert poster_beat(LECTURE, beats[-1:]) == "credits"


def test_a_transcript_keeps_beats_of_chapters_that_are_called_the_same_apart(clip: dict[str, Any]) -> None:
    beats = [
        {"words": word, "start": float(place), "end": place + 1.0}
        for place, word in enumerate(("one", "two"))
    ]
    chapters = [{"name": "Again", "start": 0.0, "end": 1.0}, {"name": "Again", "start": 1.0, "end": 2.0}]
    text = transcript_text(clip | {"beats": beats, "chapters": chapters})
    assert text.count("one") == text.count("two") == 1
    assert text.index("one") < text.rindex("Again") < text.index("two")


# -- inspection ---------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_a_fresh_site(site: Path) -> None:
    assert inspect_site(site) == []


def rewrite(path: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        (file,) = site.glob(path)
        text = file.read_text()
        assert change(text) != text
        file.write_text(change(text))

    return spoil


def retell(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        file = site / "clips" / "quiet-dot" / "clip.json"
        clip = json.loads(file.read_text())
        change(clip)
        file.write_text(json.dumps(clip))

    return spoil


def flip_a_byte(site: Path) -> None:
    (film,) = (site / "clips" / "quiet-dot" / "media").glob("*.mp4")
    content = bytearray(film.read_bytes())
    content[-100] ^= 1
    film.write_bytes(content)


PAGE = "lectures/quiet-dot/index.html"
SPOILED = {
    "a lost still": (lambda site: (site / "clips/quiet-dot/stills/move.jpg").unlink(), "move.jpg is missing"),
    "a flipped bit": (flip_a_byte, "not as it was published"),
    "a link to nowhere": (rewrite(PAGE, lambda t: t.replace("../other-dot/", "../no-dot/")), "not there"),
    "a link to no beat": (rewrite(PAGE, lambda t: t.replace('id="move"', 'id="moved"')), "a place that"),
    "a name taken twice": (rewrite(PAGE, lambda t: t.replace('id="move"', 'id="show"')), "called #show"),
    "a lost picture": (rewrite(PAGE, lambda t: t.replace("show.small.", "shown.small.")), "not there"),
    "late captions": (
        rewrite("clips/quiet-dot/media/*.captions.*", lambda t: t.replace("00:00:00.000", "00:00:00.500")),
        "captions are not those",
    ),
    "other captions": (
        rewrite("clips/quiet-dot/media/*.captions.*", lambda t: t.replace("A dot", "A cat")),
        "captions are not those",
    ),
    "a gap": (retell(lambda clip: clip["beats"][1].update(start=9.5)), "do not fill the film"),
    "a caption beyond its beat": (
        retell(lambda clip: clip["beats"][0]["cues"][0].update(end=99.0)),
        "outside of its time",
    ),
    "another length": (retell(lambda clip: clip.update(seconds=clip["seconds"] + 1)), "the film lasts"),
    "another size": (retell(lambda clip: clip.update(width=1920)), "other frames"),
    "other chapters": (
        retell(lambda clip: clip["chapters"][0].update(name="Else")),
        "the chapter marks in the film",
    ),
    "a false checksum": (retell(lambda clip: clip["film"].update(sha256="0" * 64)), "film.mp4 is not what"),
    "no words for a picture": (retell(lambda clip: clip["poster"].update(alt=" ")), "no words beside it"),
    "another picture": (retell(lambda clip: clip["poster"].update(width=7)), "no picture of 7 by"),
    "sound that is not there": (
        retell(lambda clip: clip.update(sound={"codec": "mp4a.40.2", "voices": []})),
        "the film has no sound, and clip.json tells of sound (mp4a.40.2)",
    ),
    "a foreign format": (retell(lambda clip: clip.update(format=9)), "format 9"),
    "no JSON": (lambda site: (site / "clips/quiet-dot/clip.json").write_text("{"), "clip.json is broken"),
    "half a clip": (retell(lambda clip: clip.pop("beats")), "clip.json is broken"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_an_inspection_finds(press: Press, spoiled: str) -> None:
    spoil, words = SPOILED[spoiled]
    spoil(press.site)
    findings = inspect_site(press.site)
    assert any(words in each for each in findings), findings


def test_an_inspection_of_a_bundle_alone_needs_no_site(press: Press) -> None:
    folder = press.site / "clips" / "quiet-dot"
    assert not list(inspect_bundle(folder))
    (folder / "film.mp4").unlink()
    assert list(inspect_bundle(folder))


def test_a_bundle_is_made_again_when_a_template_changes_that_its_transcript_is_made_of() -> None:
    environment = Environment(loader=FileSystemLoader((SITE_TEMPLATES, EMBED)))
    needed, met = ["transcript.html"], set[str]()
    while needed:
        name = needed.pop()
        met.add(name)
        source = (SITE_TEMPLATES / name if (SITE_TEMPLATES / name).exists() else EMBED / name).read_text()
        told = meta.find_referenced_templates(environment.parse(source))
        needed += [each for each in told if each is not None and each not in met]
    ours = {f"publish/templates/{name}" for name in met if (SITE_TEMPLATES / name).exists()}
    assert {*ALONE} == ours
