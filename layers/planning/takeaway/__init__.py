"""What a planner takes away from an answer: tables, a GeoPackage, a drawing for a report.

Each is made from the answer's document alone, and the same document makes the same bytes.
"""
