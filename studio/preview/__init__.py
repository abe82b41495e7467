"""Write a line, see the frame: a page that follows a lecture's files, and the warm processes behind it.

    browser  <--- HTTP, events --->  server (app, director, rehearsal)  <--- lines --->  stage processes

The server imports no Manim and runs no author's code, so no lecture can bring it down. What plays lectures is
in `stage/`: one process that has everything loaded, and forks of it that stand still at the beats.
"""
