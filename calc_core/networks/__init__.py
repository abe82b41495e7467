"""Neural networks: functions with a lot of knobs, and the slopes that teach them."""

from calc_core.networks import tiny
from calc_core.networks.curvature import Curvature, SteepestCut, steepest_cut, top_hessian_eig
from calc_core.networks.digits import DigitSplit, split_digits
from calc_core.networks.gradient_check import Check, gradient_check
from calc_core.networks.knob_slices import KnobSlices, knob_slices
from calc_core.networks.loss_slices import (
    Directions,
    PathShadow,
    TurningShadow,
    filter_normalised_directions,
    loss_slice,
    pca_directions,
    project_path,
    turning_shadow,
)
from calc_core.networks.mlp import MLP, Cache, Grad
from calc_core.networks.neuron import (
    NeuronReading,
    PetalPairs,
    WeightedSum,
    neuron_loss,
    neuron_reading,
    petal_pairs,
    weighted_sum,
)
from calc_core.networks.operations import Operations, count_operations
from calc_core.networks.routes import (
    Agreement,
    BackwardRoutes,
    ChainOfLinks,
    NudgeRuns,
    agreement,
    backward_routes,
    forward_nudges,
    loss_along,
)
from calc_core.networks.schooling import Magnified, Schooling, Tally, magnified, school, tally
from calc_core.networks.tiny_run import (
    PartialProducts,
    TinyRun,
    TinyTrace,
    partial_products,
    run_tiny,
    tiny_source,
    trace_tiny,
)
from calc_core.networks.training import TrainHistory, train

__all__ = [
    "MLP",
    "Agreement",
    "BackwardRoutes",
    "Cache",
    "ChainOfLinks",
    "Check",
    "Curvature",
    "DigitSplit",
    "Directions",
    "Grad",
    "KnobSlices",
    "Magnified",
    "NeuronReading",
    "NudgeRuns",
    "Operations",
    "PartialProducts",
    "PathShadow",
    "PetalPairs",
    "Schooling",
    "SteepestCut",
    "Tally",
    "TinyRun",
    "TinyTrace",
    "TrainHistory",
    "TurningShadow",
    "WeightedSum",
    "agreement",
    "backward_routes",
    "count_operations",
    "filter_normalised_directions",
    "forward_nudges",
    "gradient_check",
    "knob_slices",
    "loss_along",
    "loss_slice",
    "magnified",
    "neuron_loss",
    "neuron_reading",
    "partial_products",
    "pca_directions",
    "petal_pairs",
    "project_path",
    "run_tiny",
    "school",
    "split_digits",
    "steepest_cut",
    "tally",
    "tiny",
    "tiny_source",
    "top_hessian_eig",
    "trace_tiny",
    "train",
    "turning_shadow",
    "weighted_sum",
]
