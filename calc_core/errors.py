"""What can go wrong in the numerics, as one small tree.

    ValueError
    └── CalcError          anything calc_core refuses to answer
        ├── ShapeError     an array of the wrong shape, length or unit
        ├── DomainError    a value that is not finite where the caller asked for one
        ├── SingularError  a system of equations without a single answer
        └── DataError      a data file that is missing, broken or not the one we know

Every message is one sentence: which argument, what came, what is required.
"""


class CalcError(ValueError):
    """The root: calc_core cannot answer what was asked."""


class ShapeError(CalcError):
    """An array has the wrong shape, length or unit for this question."""


class DomainError(CalcError):
    """A function is not finite (or not smooth enough) at a point the caller asked for."""


class SingularError(CalcError):
    """A matrix has no full rank, so the question has no single answer."""


class DataError(CalcError):
    """A data file is missing, has a broken row, or is not the one its checksum names."""
