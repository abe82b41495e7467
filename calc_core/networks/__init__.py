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
from calc_core.networks.tiny_run import TinyRun, run_tiny, tiny_source
from calc_core.networks.training import TrainHistory, train

__all__ = [
    "MLP",
    "Cache",
    "Check",
    "Curvature",
    "DigitSplit",
    "Directions",
    "Grad",
    "KnobSlices",
    "NeuronReading",
    "Operations",
    "PathShadow",
    "PetalPairs",
    "SteepestCut",
    "TinyRun",
    "TrainHistory",
    "TurningShadow",
    "WeightedSum",
    "count_operations",
    "filter_normalised_directions",
    "gradient_check",
    "knob_slices",
    "loss_slice",
    "neuron_loss",
    "neuron_reading",
    "pca_directions",
    "petal_pairs",
    "project_path",
    "run_tiny",
    "split_digits",
    "steepest_cut",
    "tiny",
    "tiny_source",
    "top_hessian_eig",
    "train",
    "turning_shadow",
    "weighted_sum",
]
