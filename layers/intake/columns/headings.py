"""The headings that our own exports write and that importing them maps back, word for word."""

from __future__ import annotations

from layers._layer import Text

ID_HEADING = Text("编号", "ID")
LON_HEADING = Text("经度", "Longitude")
LAT_HEADING = Text("纬度", "Latitude")
EAST_HEADING = Text("东坐标", "Easting")
NORTH_HEADING = Text("北坐标", "Northing")
GEOMETRY_HEADING = Text("几何", "Geometry")

# The sheet of our own workbooks that says what the other one is; never read as data.
ABOUT_SHEET = "说明 About"
