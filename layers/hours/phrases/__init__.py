"""Opening hours as signs and office tables say them, read into OSM's syntax."""

from layers.hours.phrases.reading import HoursReading, read_hours_text

__all__ = ["HoursReading", "read_hours_text"]
