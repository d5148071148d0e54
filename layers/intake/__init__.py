"""Office files in: read, understand, locate, check, compare, publish.

A command or a page calls `prepare_import` (or `read_table_bytes` and `import_table`, with what a
browser sent), shows what came of it, and then `publish_import`.
"""

from layers.intake.column_map import ColumnMap
from layers.intake.columns import read_column_map, write_column_map
from layers.intake.finding import Finding
from layers.intake.importing import import_table, prepare_import
from layers.intake.mending_workbook import write_mending_workbook
from layers.intake.outcome import Fate, Import, Options, RowCounts
from layers.intake.publishing import former_ids, publish_import
from layers.intake.queue_file import write_queue
from layers.intake.reading import read_table, read_table_bytes
from layers.intake.report import finding_as_dict, import_report
from layers.intake.table import IntakeError, Table
from layers.store.present import published_layer

__all__ = [
    "ColumnMap",
    "Fate",
    "Finding",
    "Import",
    "IntakeError",
    "Options",
    "RowCounts",
    "Table",
    "finding_as_dict",
    "former_ids",
    "import_report",
    "import_table",
    "prepare_import",
    "publish_import",
    "published_layer",
    "read_column_map",
    "read_table",
    "read_table_bytes",
    "write_column_map",
    "write_mending_workbook",
    "write_queue",
]
