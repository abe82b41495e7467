"""The mathematics of the course: numbers only, no pictures.

What a room offers stands in its own `__init__`; here all of that is taken, room by room. Of fitting and of
networks the rooms are offered, and not their names, some of which mean something else here (`exponential`).
"""

from calc_core import (
    approximation,
    constraints,
    data,
    derivatives,
    descent,
    fitting,
    landscapes,
    maps,
    networks,
)
from calc_core.approximation import *
from calc_core.constraints import *
from calc_core.data import *
from calc_core.derivatives import *
from calc_core.descent import *
from calc_core.landscapes import *
from calc_core.maps import *
from calc_core.results import Estimate

__all__ = ["Estimate", "fitting", "networks"]
__all__ += approximation.__all__
__all__ += constraints.__all__
__all__ += data.__all__
__all__ += derivatives.__all__
__all__ += descent.__all__
__all__ += landscapes.__all__
__all__ += maps.__all__
