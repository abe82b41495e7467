"""Listens in a Python that a test has started: it finds this file by its PYTHONPATH."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))

sys.path.insert(0, CHECKOUT)
try:
    from tests.reach import listening
finally:
    sys.path.remove(CHECKOUT)
listening.listen()
for folder in sys.path[sys.path.index(HERE) + 1 :]:  # what would have been found without this one
    other = os.path.join(folder, "sitecustomize.py")
    if os.path.isfile(other):
        with open(other, encoding="utf-8") as text:
            exec(compile(text.read(), other, "exec"), {"__name__": __name__, "__file__": other})
        break
