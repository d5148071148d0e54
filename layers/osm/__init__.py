"""A place made out of an OpenStreetMap extract.

`read` goes over the file, `geometry` and `features` make shapes and fields of what was found,
`facilities` and `fees` say what the tags mean, `whereabouts` and `place` write the place.
"""

from layers.osm.errors import OsmFileError
from layers.osm.importer import import_osm
from layers.osm.report import HoursNotUnderstood, OsmReport, Tally

__all__ = ["HoursNotUnderstood", "OsmFileError", "OsmReport", "Tally", "import_osm"]
