"""What an author inherits: a lecture of beats, its clock, its captions."""

from visuals.lecture.lecture import Beat, BeatTime, Lecture, LectureError, beat

__all__ = ["Beat", "BeatTime", "Lecture", "LectureError", "beat"]
