"""Fitting data: choose a curve with knobs, and let calculus and linear algebra turn them."""

from calc_core.fitting.arc import Arc, lm_arc
from calc_core.fitting.co2 import Layers, Season, co2, co2_layers, season
from calc_core.fitting.curve_stacks import FitStack, TurnedKnobs, fit_stack, turned_knobs
from calc_core.fitting.fit import fit
from calc_core.fitting.gauss_newton import gauss_newton
from calc_core.fitting.holdout import Forecast, HoldoutSweep, ModelSweep, holdout_sweep
from calc_core.fitting.lagged_pairs import LaggedPairs, lagged_pairs
from calc_core.fitting.levenberg_marquardt import levenberg_marquardt
from calc_core.fitting.linear import Projection, linear, projection
from calc_core.fitting.misfit import Misfit, SumOfSquares, misfit, misfit_landscape, sum_of_squares
from calc_core.fitting.models import (
    Model,
    Residuals,
    bell,
    exponential,
    gaussian,
    logistic,
    polynomial,
)
from calc_core.fitting.result import FitPath, FitResult, Parameter, Trial
from calc_core.fitting.robust import RobustFit, robust
from calc_core.fitting.steepest_descent import stable_rate, steepest_descent
from calc_core.fitting.uncertainty import (
    Autocorrelation,
    Band,
    Chi2,
    Covariance,
    autocorrelation_factor,
    chi2,
    covariance,
    prediction_band,
)

__all__ = [
    "Arc",
    "Autocorrelation",
    "Band",
    "Chi2",
    "Covariance",
    "FitPath",
    "FitResult",
    "FitStack",
    "Forecast",
    "HoldoutSweep",
    "LaggedPairs",
    "Layers",
    "Misfit",
    "Model",
    "ModelSweep",
    "Parameter",
    "Projection",
    "Residuals",
    "RobustFit",
    "Season",
    "SumOfSquares",
    "Trial",
    "TurnedKnobs",
    "autocorrelation_factor",
    "bell",
    "chi2",
    "co2",
    "co2_layers",
    "covariance",
    "exponential",
    "fit",
    "fit_stack",
    "gauss_newton",
    "gaussian",
    "holdout_sweep",
    "lagged_pairs",
    "levenberg_marquardt",
    "linear",
    "lm_arc",
    "logistic",
    "misfit",
    "misfit_landscape",
    "polynomial",
    "prediction_band",
    "projection",
    "robust",
    "season",
    "stable_rate",
    "steepest_descent",
    "sum_of_squares",
    "turned_knobs",
]
