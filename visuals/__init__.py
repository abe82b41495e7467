"""Pictures: Manim mobjects that draw finished calc_core results. Loaded when first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what editors and mypy read; _ROOMS says the same to Python
    from visuals.approximation.digit_rows import DigitRows as DigitRows
    from visuals.approximation.knob import Knob as Knob
    from visuals.approximation.lit_ground import CircleFlames as CircleFlames
    from visuals.approximation.lit_ground import LitGround as LitGround
    from visuals.approximation.lit_ground import Ring as Ring
    from visuals.approximation.newton_fractal import NewtonFractal as NewtonFractal
    from visuals.approximation.plane_walk import PlaneWalk as PlaneWalk
    from visuals.approximation.remainder_plot import RemainderPlot as RemainderPlot
    from visuals.approximation.taylor_curve import TaylorCurve as TaylorCurve
    from visuals.area.corner_glass import CornerGlass as CornerGlass
    from visuals.area.growing_cube import GrowingCube as GrowingCube
    from visuals.area.growing_rectangle import GainBar as GainBar
    from visuals.area.growing_rectangle import GrowingRectangle as GrowingRectangle
    from visuals.area.measure import Measure as Measure
    from visuals.area.stacked_heights import StackedHeights as StackedHeights
    from visuals.chain.gear_train import GearTrain as GearTrain
    from visuals.chain.gear_train import Rod as Rod
    from visuals.chain.gear_train import Turned as Turned
    from visuals.chain.number_line import Nudge as Nudge
    from visuals.chain.number_line import NumberLine as NumberLine
    from visuals.chain.number_line import Slider as Slider
    from visuals.chain.number_line import Threads as Threads
    from visuals.chain.operation_tree import OperationTree as OperationTree
    from visuals.chain.ribbon import Links as Links
    from visuals.chain.ribbon import Ribbon as Ribbon
    from visuals.chain.route_tree import RouteTree as RouteTree
    from visuals.circle.arc_glass import ArcGlass as ArcGlass
    from visuals.circle.arc_glass import TurnedTriangle as TurnedTriangle
    from visuals.circle.unit_circle import TurningArm as TurningArm
    from visuals.circle.unit_circle import UnitCircle as UnitCircle
    from visuals.code.listing import Listing as Listing
    from visuals.constraint.angle_between import AngleBetween as AngleBetween
    from visuals.constraint.fence import Fence as Fence
    from visuals.constraint.fence_curtain import FenceCurtain as FenceCurtain
    from visuals.constraint.higher_piece import HigherPiece as HigherPiece
    from visuals.constraint.price_bars import PriceBars as PriceBars
    from visuals.constraint.sliding_contour import SlidingContour as SlidingContour
    from visuals.constraint.split_needle import SplitNeedle as SplitNeedle
    from visuals.curvature.det_trace_plane import DetTracePlane as DetTracePlane
    from visuals.curvature.error_island import ErrorIsland as ErrorIsland
    from visuals.curvature.needle_glass import NeedleGlass as NeedleGlass
    from visuals.curve.agreement_bars import AgreementBars as AgreementBars
    from visuals.curve.curve import Curve as Curve
    from visuals.curve.float_lens import FloatLens as FloatLens
    from visuals.curve.growth_columns import GrowthColumns as GrowthColumns
    from visuals.curve.lens import Lens as Lens
    from visuals.curve.marker import Marker as Marker
    from visuals.curve.marker import Thread as Thread
    from visuals.curve.nudge_bars import NudgeBars as NudgeBars
    from visuals.curve.nudge_table import NudgeTable as NudgeTable
    from visuals.curve.nudge_table import SettlingNumber as SettlingNumber
    from visuals.curve.race_plot import RacePlot as RacePlot
    from visuals.curve.ratio_plot import RatioPlot as RatioPlot
    from visuals.curve.slope_line import SlopeLine as SlopeLine
    from visuals.curve.stacked_terms import StackedTerms as StackedTerms
    from visuals.curve.tangent_slides import TangentSlides as TangentSlides
    from visuals.data.column_space import ColumnSpace as ColumnSpace
    from visuals.data.data_plot import Band as Band
    from visuals.data.data_plot import Curtain as Curtain
    from visuals.data.data_plot import DataDots as DataDots
    from visuals.data.data_plot import Line as Line
    from visuals.data.data_plot import Spot as Spot
    from visuals.data.flight import Flight as Flight
    from visuals.data.ghost_shape import GHOSTS as GHOSTS
    from visuals.data.ghost_shape import GhostShape as GhostShape
    from visuals.data.histogram import Histogram as Histogram
    from visuals.data.knob_curve import KnobCurve as KnobCurve
    from visuals.data.knob_curve import KnobGain as KnobGain
    from visuals.data.knob_curve import KnobMisses as KnobMisses
    from visuals.data.quantile_dots import QuantileDots as QuantileDots
    from visuals.data.residual_squares import AreaSquare as AreaSquare
    from visuals.data.residual_squares import ResidualSquares as ResidualSquares
    from visuals.data.residual_strip import Misses as Misses
    from visuals.data.residual_strip import residual_strip as residual_strip
    from visuals.data.rope import Rope as Rope
    from visuals.data.season_clock import Hand as Hand
    from visuals.data.season_clock import SeasonClock as SeasonClock
    from visuals.data.season_clock import SeasonCurve as SeasonCurve
    from visuals.descent.armijo_slice import ArmijoSlice as ArmijoSlice
    from visuals.descent.axis_bars import AxisBars as AxisBars
    from visuals.descent.contraction_plot import ContractionPlot as ContractionPlot
    from visuals.descent.one_step import OneStep as OneStep
    from visuals.descent.powers_map import PowersMap as PowersMap
    from visuals.descent.step_arc import BelievedBowl as BelievedBowl
    from visuals.descent.step_arc import StepArc as StepArc
    from visuals.descent.step_arc import TrustEllipse as TrustEllipse
    from visuals.descent.stride_prints import StridePrints as StridePrints
    from visuals.descent.tested_steps import TestedSteps as TestedSteps
    from visuals.drawing.axes import Axes as Axes
    from visuals.drawing.axes import Box as Box
    from visuals.drawing.dial import Dial as Dial
    from visuals.drawing.dial import Zoom as Zoom
    from visuals.drawing.follower import Follower as Follower
    from visuals.drawing.laid import Laid as Laid
    from visuals.drawing.page import CORNER as CORNER
    from visuals.drawing.page import Page as Page
    from visuals.drawing.page import beside as beside
    from visuals.drawing.page import plate as plate
    from visuals.drawing.polyline import polyline as polyline
    from visuals.drawing.rates import backwards as backwards
    from visuals.drawing.rates import hasten as hasten
    from visuals.drawing.rates import zooming as zooming
    from visuals.drawing.tenfold import TenfoldSteps as TenfoldSteps
    from visuals.drawing.ticks import grouped as grouped
    from visuals.drawing.ticks import plain as plain
    from visuals.drawing.ticks import power_of_ten as power_of_ten
    from visuals.drawing.walk import Walk as Walk
    from visuals.kit.altimeter import Altimeter as Altimeter
    from visuals.kit.compass import Compass as Compass
    from visuals.kit.flag import summit_flag as summit_flag
    from visuals.kit.hiker import Footsteps as Footsteps
    from visuals.kit.hiker import Headlamp as Headlamp
    from visuals.kit.hiker import Hiker as Hiker
    from visuals.kit.rucksack import Rucksack as Rucksack
    from visuals.kit.walker import Walker as Walker
    from visuals.lecture import Lecture as Lecture
    from visuals.lecture import LectureError as LectureError
    from visuals.lecture import View as View
    from visuals.lecture import beat as beat
    from visuals.letters.formula import Formula as Formula
    from visuals.letters.formula import Rewrite as Rewrite
    from visuals.letters.formula import Words as Words
    from visuals.letters.formula import casing as casing
    from visuals.letters.number import Number as Number
    from visuals.letters.number import labelled as labelled
    from visuals.letters.readout import Reading as Reading
    from visuals.letters.readout import over_steps as over_steps
    from visuals.letters.readout import read as read
    from visuals.letters.readout import series as series
    from visuals.map.bowl_map import BowlMap as BowlMap
    from visuals.map.climb_bars import ClimbBars as ClimbBars
    from visuals.map.components import Components as Components
    from visuals.map.components import Legs as Legs
    from visuals.map.components import Opening as Opening
    from visuals.map.components import Shadow as Shadow
    from visuals.map.contour_map import ContourLine as ContourLine
    from visuals.map.contour_map import ContourLines as ContourLines
    from visuals.map.contour_map import ContourMap as ContourMap
    from visuals.map.cut import Cut as Cut
    from visuals.map.dusk import Dusk as Dusk
    from visuals.map.family_trail import FamilyTrail as FamilyTrail
    from visuals.map.flow_lines import FlowLines as FlowLines
    from visuals.map.needle import Needle as Needle
    from visuals.map.needle import NeedleField as NeedleField
    from visuals.map.right_angle import RightAngles as RightAngles
    from visuals.map.ruled_map import RuledMap as RuledMap
    from visuals.map.slope_rose import Arm as Arm
    from visuals.map.slope_rose import SlopeRose as SlopeRose
    from visuals.map.tally import Tally as Tally
    from visuals.map.velocity_legs import VelocityLegs as VelocityLegs
    from visuals.network.currents import Currents as Currents
    from visuals.network.diagram import Carried as Carried
    from visuals.network.diagram import NudgeRun as NudgeRun
    from visuals.network.diagram import Plan as Plan
    from visuals.network.diagram import Wave as Wave
    from visuals.network.halos import Halos as Halos
    from visuals.network.knob_wall import KnobWall as KnobWall
    from visuals.network.layout import layer_columns as layer_columns
    from visuals.network.matrix import Crossing as Crossing
    from visuals.network.matrix import Hinge as Hinge
    from visuals.network.matrix import MatrixTile as MatrixTile
    from visuals.network.neurons import Neurons as Neurons
    from visuals.network.running_net import RunningNet as RunningNet
    from visuals.network.slope_wall import SlopeWall as SlopeWall
    from visuals.network.sorted_tiles import Columns as Columns
    from visuals.network.sorted_tiles import SortedTiles as SortedTiles
    from visuals.network.tiles import Tiles as Tiles
    from visuals.network.wires import Wires as Wires
    from visuals.solid.spring_room import SpringRoom as SpringRoom
    from visuals.solid.tin_can import TinCan as TinCan
    from visuals.terrain import BootPrints as BootPrints
    from visuals.terrain import CutPlane as CutPlane
    from visuals.terrain import CutTangent as CutTangent
    from visuals.terrain import GroundArrow as GroundArrow
    from visuals.terrain import Lamps as Lamps
    from visuals.terrain import Light as Light
    from visuals.terrain import Marks as Marks
    from visuals.terrain import Poles as Poles
    from visuals.terrain import Sheet as Sheet
    from visuals.terrain import Terrain as Terrain
    from visuals.terrain import Trail as Trail
    from visuals.terrain.caps import Cap as Cap
    from visuals.terrain.eigen_arrows import EigenArrows as EigenArrows
    from visuals.terrain.leaps import Leaps as Leaps
    from visuals.terrain.morphing import MorphingTerrain as MorphingTerrain
    from visuals.terrain.palette import basin_inks as basin_inks
    from visuals.terrain.threads import HeightThreads as HeightThreads
    from visuals.theme import INK as INK
    from visuals.theme import PACE as PACE
    from visuals.theme import SEVERAL as SEVERAL
    from visuals.theme import SIZE as SIZE
    from visuals.theme import STAGE as STAGE
    from visuals.theme import STROKE as STROKE
    from visuals.theme import mix as mix
    from visuals.theme import ramp as ramp
    from visuals.warp.column_arrows import ColumnArrows as ColumnArrows
    from visuals.warp.map_glass import MapGlass as MapGlass
    from visuals.warp.warped_cell import WarpedCell as WarpedCell
    from visuals.warp.warped_cell import letter_figure as letter_figure
    from visuals.warp.warped_grid import WarpedGrid as WarpedGrid

# Importing all of it would load Manim for whoever asks for a colour: each name is fetched when it is wanted.
_ROOMS = {
    "SEVERAL": "theme",
    "CORNER": "drawing.page",
    "AgreementBars": "curve.agreement_bars",
    "Carried": "network.diagram",
    "Currents": "network.currents",
    "Halos": "network.halos",
    "Links": "chain.ribbon",
    "NudgeRun": "network.diagram",
    "Page": "drawing.page",
    "Plan": "network.diagram",
    "Ribbon": "chain.ribbon",
    "RunningNet": "network.running_net",
    "SlopeWall": "network.slope_wall",
    "Wave": "network.diagram",
    "beside": "drawing.page",
    "Altimeter": "kit.altimeter",
    "AngleBetween": "constraint.angle_between",
    "ArcGlass": "circle.arc_glass",
    "AreaSquare": "data.residual_squares",
    "Arm": "map.slope_rose",
    "ArmijoSlice": "descent.armijo_slice",
    "Axes": "drawing.axes",
    "AxisBars": "descent.axis_bars",
    "Band": "data.data_plot",
    "BelievedBowl": "descent.step_arc",
    "BootPrints": "terrain",
    "BowlMap": "map.bowl_map",
    "Box": "drawing.axes",
    "Cap": "terrain.caps",
    "CircleFlames": "approximation.lit_ground",
    "ClimbBars": "map.climb_bars",
    "ColumnArrows": "warp.column_arrows",
    "Columns": "network.sorted_tiles",
    "ColumnSpace": "data.column_space",
    "Compass": "kit.compass",
    "Components": "map.components",
    "ContourLine": "map.contour_map",
    "ContourLines": "map.contour_map",
    "ContourMap": "map.contour_map",
    "ContractionPlot": "descent.contraction_plot",
    "CornerGlass": "area.corner_glass",
    "Crossing": "network.matrix",
    "Curtain": "data.data_plot",
    "Curve": "curve.curve",
    "Cut": "map.cut",
    "CutPlane": "terrain",
    "CutTangent": "terrain",
    "DataDots": "data.data_plot",
    "DetTracePlane": "curvature.det_trace_plane",
    "Dial": "drawing.dial",
    "DigitRows": "approximation.digit_rows",
    "Dusk": "map.dusk",
    "EigenArrows": "terrain.eigen_arrows",
    "ErrorIsland": "curvature.error_island",
    "Fence": "constraint.fence",
    "FenceCurtain": "constraint.fence_curtain",
    "FamilyTrail": "map.family_trail",
    "Flight": "data.flight",
    "FloatLens": "curve.float_lens",
    "FlowLines": "map.flow_lines",
    "Follower": "drawing.follower",
    "Footsteps": "kit.hiker",
    "Formula": "letters.formula",
    "GHOSTS": "data.ghost_shape",
    "GainBar": "area.growing_rectangle",
    "GearTrain": "chain.gear_train",
    "GhostShape": "data.ghost_shape",
    "GroundArrow": "terrain",
    "GrowingCube": "area.growing_cube",
    "GrowingRectangle": "area.growing_rectangle",
    "GrowthColumns": "curve.growth_columns",
    "Hand": "data.season_clock",
    "Headlamp": "kit.hiker",
    "HeightThreads": "terrain.threads",
    "HigherPiece": "constraint.higher_piece",
    "Hiker": "kit.hiker",
    "Hinge": "network.matrix",
    "Histogram": "data.histogram",
    "INK": "theme",
    "Knob": "approximation.knob",
    "KnobCurve": "data.knob_curve",
    "KnobGain": "data.knob_curve",
    "KnobMisses": "data.knob_curve",
    "KnobWall": "network.knob_wall",
    "Laid": "drawing.laid",
    "Lamps": "terrain",
    "Leaps": "terrain.leaps",
    "Lecture": "lecture",
    "LectureError": "lecture",
    "Legs": "map.components",
    "Lens": "curve.lens",
    "Light": "terrain",
    "Line": "data.data_plot",
    "Listing": "code.listing",
    "LitGround": "approximation.lit_ground",
    "MapGlass": "warp.map_glass",
    "Marker": "curve.marker",
    "Marks": "terrain",
    "MatrixTile": "network.matrix",
    "Measure": "area.measure",
    "Misses": "data.residual_strip",
    "MorphingTerrain": "terrain.morphing",
    "Needle": "map.needle",
    "NeedleField": "map.needle",
    "NeedleGlass": "curvature.needle_glass",
    "Neurons": "network.neurons",
    "NewtonFractal": "approximation.newton_fractal",
    "Nudge": "chain.number_line",
    "NudgeBars": "curve.nudge_bars",
    "NudgeTable": "curve.nudge_table",
    "Number": "letters.number",
    "NumberLine": "chain.number_line",
    "OneStep": "descent.one_step",
    "Opening": "map.components",
    "OperationTree": "chain.operation_tree",
    "PACE": "theme",
    "PlaneWalk": "approximation.plane_walk",
    "Poles": "terrain",
    "PowersMap": "descent.powers_map",
    "PriceBars": "constraint.price_bars",
    "QuantileDots": "data.quantile_dots",
    "RacePlot": "curve.race_plot",
    "RatioPlot": "curve.ratio_plot",
    "Reading": "letters.readout",
    "RemainderPlot": "approximation.remainder_plot",
    "Rewrite": "letters.formula",
    "ResidualSquares": "data.residual_squares",
    "Ring": "approximation.lit_ground",
    "RightAngles": "map.right_angle",
    "Rod": "chain.gear_train",
    "Rope": "data.rope",
    "RouteTree": "chain.route_tree",
    "Rucksack": "kit.rucksack",
    "RuledMap": "map.ruled_map",
    "SIZE": "theme",
    "STAGE": "theme",
    "STROKE": "theme",
    "SeasonClock": "data.season_clock",
    "SeasonCurve": "data.season_clock",
    "SettlingNumber": "curve.nudge_table",
    "Shadow": "map.components",
    "Sheet": "terrain",
    "Slider": "chain.number_line",
    "SlidingContour": "constraint.sliding_contour",
    "SlopeLine": "curve.slope_line",
    "SlopeRose": "map.slope_rose",
    "SplitNeedle": "constraint.split_needle",
    "SortedTiles": "network.sorted_tiles",
    "Spot": "data.data_plot",
    "SpringRoom": "solid.spring_room",
    "StackedHeights": "area.stacked_heights",
    "StackedTerms": "curve.stacked_terms",
    "StepArc": "descent.step_arc",
    "Tally": "map.tally",
    "TangentSlides": "curve.tangent_slides",
    "StridePrints": "descent.stride_prints",
    "TaylorCurve": "approximation.taylor_curve",
    "TenfoldSteps": "drawing.tenfold",
    "Terrain": "terrain",
    "TestedSteps": "descent.tested_steps",
    "Thread": "curve.marker",
    "Threads": "chain.number_line",
    "Tiles": "network.tiles",
    "TinCan": "solid.tin_can",
    "Trail": "terrain",
    "TrustEllipse": "descent.step_arc",
    "Turned": "chain.gear_train",
    "TurnedTriangle": "circle.arc_glass",
    "TurningArm": "circle.unit_circle",
    "UnitCircle": "circle.unit_circle",
    "VelocityLegs": "map.velocity_legs",
    "View": "lecture",
    "Walk": "drawing.walk",
    "Walker": "kit.walker",
    "WarpedCell": "warp.warped_cell",
    "WarpedGrid": "warp.warped_grid",
    "Wires": "network.wires",
    "Words": "letters.formula",
    "Zoom": "drawing.dial",
    "backwards": "drawing.rates",
    "basin_inks": "terrain.palette",
    "beat": "lecture",
    "casing": "letters.formula",
    "grouped": "drawing.ticks",
    "hasten": "drawing.rates",
    "labelled": "letters.number",
    "layer_columns": "network.layout",
    "letter_figure": "warp.warped_cell",
    "mix": "theme",
    "over_steps": "letters.readout",
    "plain": "drawing.ticks",
    "plate": "drawing.page",
    "polyline": "drawing.polyline",
    "power_of_ten": "drawing.ticks",
    "ramp": "theme",
    "read": "letters.readout",
    "residual_strip": "data.residual_strip",
    "series": "letters.readout",
    "summit_flag": "kit.flag",
    "zooming": "drawing.rates",
}

__all__ = sorted(_ROOMS, key=lambda name: (not name.isupper(), name))  # as ruff sorts them


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"visuals offers no {name!r}; it offers {', '.join(__all__)}")
    value = globals()[name] = getattr(import_module(f"visuals.{_ROOMS[name]}"), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, *globals()]
