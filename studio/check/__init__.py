"""The critic: checks lectures by rules of sight, time, truth, voice and soundness.

Modules that play a lecture (watching, drawing, letters, the rules) import Manim and run in a worker; those
that start the workers and show the findings (critic, finding, verdict, report, page) do not.
"""
