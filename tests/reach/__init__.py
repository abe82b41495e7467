"""Which tests a change reaches: `pytest --changed`, by what files the tests were heard to read.

    listening   an audit hook that writes down what is read, here and in every process that a test starts
    imports     which modules of the project a file imports, read from its text
    keeping     the map of what was heard, and how it is kept from run to run
    selection   whether a change meets what a test reads
    plugin      pytest's part: listens in every run, keeps a map, and with --changed leaves the rest out

A unit of the map is a test, with its parameters; a fixture that several tests share, which counts for all
who use it; a file of tests as it is imported, which counts for all of them; or what the critic reads of a
lecture. What a cached function read when it was called first counts for all whom it answers.

Not heard is what compiled code opens by itself (fonts read by Typst, films decoded by FFmpeg), what a browser
loads, files that are only asked whether they exist, and what a module or an object keeps in mind by means of
its own. A test that has not run since the map was begun is judged by its file's imports, by the names that
the file mentions, and by the files beside the modules that it imports.
"""
