"""What of OGC API - Processes - Part 1: Core (OGC 18-062r2) is met, and its link relations."""

from __future__ import annotations

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{name}"
    for name in ("core", "ogc-process-description", "json", "oas30", "job-list", "dismiss")
)
RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0"
EXECUTE, RESULTS = f"{RELATIONS}/execute", f"{RELATIONS}/results"
PROCESS_LIST, JOB_LIST = f"{RELATIONS}/processes", f"{RELATIONS}/job-list"
