"""The way back: a layer as a file that an office, a spreadsheet or a GIS opens."""

from layers.export.exporting import FORMATS, export_layer
from layers.export.report import ExportError, ExportReport, FileExistsAlreadyError, Headings

__all__ = [
    "FORMATS",
    "ExportError",
    "ExportReport",
    "FileExistsAlreadyError",
    "Headings",
    "export_layer",
]
