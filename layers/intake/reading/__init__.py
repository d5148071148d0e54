"""Reading files: from bytes of any known format to a `Table`."""

from layers.intake.reading.reading import read_table, read_table_bytes

__all__ = ["read_table", "read_table_bytes"]
