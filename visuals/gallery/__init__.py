"""How every picture is drawn: one function a picture, whose lines stand in a lecture just so.

`./compass pictures` draws them. A file holds a room of visuals; `draw_slope_rose` draws a SlopeRose. The
docstring says by which words of mathematics the picture is found, and `self` is the lecture.
"""
