"""What the preview's server and its worker processes agree on: files in their folder, messages, frame size.

A message is a head of JSON and a body of bytes (`studio.system.wire`). Places are beats by their index; place
`len(beats)` is the end of the lecture, after its credits.

    server to worker, head["do"]
    set_stage           load the lecture, compute its data, then wait before its first beat
    play                play the beats up to `to`, then wait before that one
    draw                draw `frames` (runs of first and last) of the next beat, `width` pixels wide if given
    draw_end            draw the last frame of the beat that was played, `width` pixels wide if given
    restart_typesetter  end the process that typesets; the fork server starts another one

    worker to server, head["event"]
    hello               the first message of a connection: the worker's number and its process
    ready               the fork server has loaded everything
    begun               a worker starts to set the stage
    waits               a worker waits before the beat `at`
    played              a worker played the beat before `at`; `beat`: what was said and shown
    end_frame           the PNG of the last frame of a beat
    frame               the PNG of the frames `first` to `last`
    drawn               a worker drew what it was asked for, and ends
    failed              the lecture raised an exception; `facts` for the page
    died                a process ended with `code` (its parent reports it, or the closed connection does)
    hung                the server ended a worker that had sent nothing for too long
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from studio.render.description import CueTold, NumberTold

PRIVATE = "compass-preview-"  # how the name of the server's private folder begins
LINE = "line"  # the socket in it, at which workers reach the server
HANGS = "hangs.txt"  # the file to which a worker that hangs writes the lines it is at
COMPILED = "compiled"  # Python's compiled code, where it may not be kept beside the sources
LOG = "worker.log"  # what lectures print, and whole traces
VOICE = "assets/voice/"  # of a course: recordings, which change no module and no data
FRAME_RATE, WIDTH, HEIGHT = 15, 854, 480  # of everything that is previewed


class BeatPlayed(TypedDict):
    """What was said and shown in a beat that was played."""

    name: str
    start: float  # seconds of the film
    end: float
    moves: bool  # it ends in motion
    cues: list[CueTold]
    numbers: list[NumberTold]


class CallAt(TypedDict):
    """A call that a worker was in."""

    file: str
    line: int | str
    function: str


class ErrorFacts(TypedDict):
    """What failed, and where, as far as that is known."""

    kind: str
    title: str
    message: str
    file: NotRequired[str]
    line: NotRequired[int]
    trace: NotRequired[list[CallAt]]  # outermost call first
