"""Which tests a change reaches: `pytest --changed`, by what files the tests were heard to read.

    listening   an audit hook that writes down what is read, here and in every process that a test starts
    imports     which modules of the project a file imports, read from its text
    selection   whether a change meets what a unit of tests reads
    plugin      pytest's part: listens in every run, keeps a map, and with --changed leaves the rest out

A unit is a test file; of a file whose tests each show one lecture, the tests of one lecture.

Not heard is what compiled code opens by itself (fonts read by Typst, films decoded by FFmpeg), what a browser
loads, and files that are only asked whether they exist. A test file that has not run since the map was begun
is judged by its imports, by the names that it mentions, and by the files beside the modules that it imports.
"""
