"""What spreadsheets make of a table's cells, and how to write cells that stay what they are."""
