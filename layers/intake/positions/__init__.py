"""Where a file's rows lie: reading coordinates, judging their datum, locating them in WGS 84."""

from layers.intake.positions.evidence import DatumEvidence
from layers.intake.positions.judgement import Certainty, DatumJudgement, weigh_datums
from layers.intake.positions.known import KnownPositions, known_positions
from layers.intake.positions.located import Located, locate, locate_pairs, lost_positions
from layers.intake.positions.raw import RawPositions
from layers.intake.positions.read import read_positions

__all__ = [
    "Certainty",
    "DatumEvidence",
    "DatumJudgement",
    "KnownPositions",
    "Located",
    "RawPositions",
    "known_positions",
    "locate",
    "locate_pairs",
    "lost_positions",
    "read_positions",
    "weigh_datums",
]
