"""Shows a lecture's frames in a page while its file is edited; a save plays again only what it changed.

    browser  <--- HTTP, events --->  server (app, course_preview, lecture_preview)  <--- socket --->  workers

The server imports no Manim and runs no author's code, so no lecture can end it. The lectures are played by
worker processes (`worker/`): a fork server that has loaded everything slow, and forks of it that wait before
the beats. docs/preview_flow.md shows how a save becomes a picture.
"""
