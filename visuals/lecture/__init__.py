"""What an author inherits: a lecture of beats, its clock, its captions, and who plays it."""

from visuals.lecture.beats import Beat, BeatTime, LectureError, beat
from visuals.lecture.lecture import Lecture
from visuals.lecture.player import Passing, Player
from visuals.lecture.view import View

__all__ = ["Beat", "BeatTime", "Lecture", "LectureError", "Passing", "Player", "View", "beat"]
