"""Slopes by tiny nudges: one variable, many variables, and how far each answer can be trusted."""

from calc_core.derivatives.circle import ArcNudge, QuarterTurns, arc_nudge, quarter_turns
from calc_core.derivatives.complex_nudge import ComplexNudges, complex_nudges
from calc_core.derivatives.directional_curvature import DirectionalCurvature, directional_curvature
from calc_core.derivatives.exponentials import BaseSweep, Growth, base_sweep, exponential, growth_rate
from calc_core.derivatives.families import (
    SecantFamily,
    TangentFamily,
    Tangents,
    secant_family,
    tangent_family,
)
from calc_core.derivatives.float_neighbours import FloatNeighbours, float_neighbours
from calc_core.derivatives.gradients import Directional, directional, gradient, partial
from calc_core.derivatives.graphs import Graph, TurningPoints, graph, turning_points
from calc_core.derivatives.growth import (
    PowerIncrement,
    ProductFamily,
    ProductRule,
    power_increment,
    product_family,
    product_rule,
)
from calc_core.derivatives.hessians import Classification, Hessian, classify, hessian
from calc_core.derivatives.jacobians import Affine, hvp, jacobian, linearise
from calc_core.derivatives.knob_gains import KnobGains, can_mass, knob_gains
from calc_core.derivatives.mapped_cells import MappedCells, MappedGrid, mapped_cells, mapped_grid, shoelace
from calc_core.derivatives.one_variable import (
    OptimalStep,
    Secants,
    Sides,
    complex_step,
    derivative,
    differentiable,
    optimal_step,
    secant_slopes,
)
from calc_core.derivatives.operations import Operation, OperationTrace, trace_operations
from calc_core.derivatives.product_and_chain import (
    ChainTrace,
    ProductIncrement,
    chain_trace,
    product_increment,
)
from calc_core.derivatives.step_sweep import StepSweep, step_sweep
from calc_core.derivatives.total_derivative import SliceCurve, TotalDerivative, slice_curve, total_derivative
from calc_core.derivatives.walks import (
    DoublePoints,
    LegGains,
    LevelMoments,
    closed_walk,
    double_points,
    leg_gains,
    level_moments,
)

__all__ = [
    "Affine",
    "ArcNudge",
    "BaseSweep",
    "ChainTrace",
    "Classification",
    "ComplexNudges",
    "Directional",
    "DirectionalCurvature",
    "DoublePoints",
    "FloatNeighbours",
    "Graph",
    "Growth",
    "Hessian",
    "KnobGains",
    "LegGains",
    "LevelMoments",
    "MappedCells",
    "MappedGrid",
    "Operation",
    "OperationTrace",
    "OptimalStep",
    "PowerIncrement",
    "ProductFamily",
    "ProductIncrement",
    "ProductRule",
    "QuarterTurns",
    "SecantFamily",
    "Secants",
    "Sides",
    "SliceCurve",
    "StepSweep",
    "TangentFamily",
    "Tangents",
    "TotalDerivative",
    "TurningPoints",
    "arc_nudge",
    "base_sweep",
    "can_mass",
    "chain_trace",
    "classify",
    "closed_walk",
    "complex_nudges",
    "complex_step",
    "derivative",
    "differentiable",
    "directional",
    "directional_curvature",
    "double_points",
    "exponential",
    "float_neighbours",
    "gradient",
    "graph",
    "growth_rate",
    "hessian",
    "hvp",
    "jacobian",
    "knob_gains",
    "leg_gains",
    "level_moments",
    "linearise",
    "mapped_cells",
    "mapped_grid",
    "optimal_step",
    "partial",
    "power_increment",
    "product_family",
    "product_increment",
    "product_rule",
    "quarter_turns",
    "secant_family",
    "secant_slopes",
    "shoelace",
    "slice_curve",
    "step_sweep",
    "tangent_family",
    "total_derivative",
    "trace_operations",
    "turning_points",
]
