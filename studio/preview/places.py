"""Where the preview's processes meet: files in a private folder of the server's own."""

from __future__ import annotations

PRIVATE = "compass-preview-"  # what that folder's name begins with
LINE = "line"  # the socket that stage processes call the server on
HANGS = "hangs.txt"  # where a process that hangs writes the lines it hangs on
COMPILED = "compiled"  # what Python has compiled, where it may not be kept beside the sources
LOG = "stage.log"  # what lectures print, and whole traces
VOICE = "assets/voice/"  # of a course: what is heard, which changes no module and no data
FRAME_RATE, WIDTH, HEIGHT = 15, 854, 480  # of everything that is previewed
