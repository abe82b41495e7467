"""A critic that watches every lecture: its rules stand in sight, time, truth, voice and soundness.

What plays a lecture (watching, drawing, letters, the rules) imports Manim and runs in a worker; what asks for
it and shows what was found (critic, finding, verdict, report, page) does not.
"""
