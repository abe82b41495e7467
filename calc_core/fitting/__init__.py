"""Fitting data: choose a curve with knobs, and let calculus and linear algebra turn them."""

from calc_core.fitting.arc import Arc, lm_arc
from calc_core.fitting.certified import CertifiedRuns, certified_runs
from calc_core.fitting.chance import Chi2Outcomes, Recounts, chi2_outcomes, recounts
from calc_core.fitting.co2 import Layers, Season, co2, co2_layers, season
from calc_core.fitting.curve_stacks import FitStack, TurnedKnobs, fit_stack, turned_knobs
from calc_core.fitting.fit import fit
from calc_core.fitting.gauss_newton import gauss_newton
from calc_core.fitting.ghosts import GhostMix, ghost_mix
from calc_core.fitting.holdout import Forecast, HoldoutSweep, ModelSweep, holdout_sweep
from calc_core.fitting.lagged_pairs import LaggedPairs, lagged_pairs
from calc_core.fitting.levenberg_marquardt import levenberg_marquardt
from calc_core.fitting.line_ground import LineGround, line_ground
from calc_core.fitting.linear import Projection, linear, projection
from calc_core.fitting.misfit import Misfit, SumOfSquares, misfit, misfit_landscape, sum_of_squares
from calc_core.fitting.models import Model, Residuals, bell, exponential, gaussian, logistic, polynomial
from calc_core.fitting.projected import Projected, projected
from calc_core.fitting.residual_arrow import ResidualArrow, residual_arrow
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
    "CertifiedRuns",
    "Chi2",
    "Chi2Outcomes",
    "Covariance",
    "FitPath",
    "FitResult",
    "FitStack",
    "Forecast",
    "GhostMix",
    "HoldoutSweep",
    "LaggedPairs",
    "Layers",
    "LineGround",
    "Misfit",
    "Model",
    "ModelSweep",
    "Parameter",
    "Projected",
    "Projection",
    "Recounts",
    "ResidualArrow",
    "Residuals",
    "RobustFit",
    "Season",
    "SumOfSquares",
    "Trial",
    "TurnedKnobs",
    "autocorrelation_factor",
    "bell",
    "certified_runs",
    "chi2",
    "chi2_outcomes",
    "co2",
    "co2_layers",
    "covariance",
    "exponential",
    "fit",
    "fit_stack",
    "gauss_newton",
    "gaussian",
    "ghost_mix",
    "holdout_sweep",
    "lagged_pairs",
    "levenberg_marquardt",
    "line_ground",
    "linear",
    "lm_arc",
    "logistic",
    "misfit",
    "misfit_landscape",
    "polynomial",
    "prediction_band",
    "projected",
    "projection",
    "recounts",
    "residual_arrow",
    "robust",
    "season",
    "stable_rate",
    "steepest_descent",
    "sum_of_squares",
    "turned_knobs",
]
