"""What an import says of itself, as one JSON document."""

from __future__ import annotations

from collections import Counter
from typing import Any

from layers.intake.columns.proposal import ColumnFate
from layers.intake.finding import Finding
from layers.intake.outcome import Import
from layers.store.publication import Publication

# A document of more differences than this is a layer, not a report; the counts are always whole.
MOST_DIFFERENCES = 10_000


def import_report(imported: Import, publication: Publication | None = None) -> dict[str, Any]:
    """Return the report of an import: rows and their sum, columns, datum, findings, differences.

    Parameters
    ----------
    publication
        What was published; None where nothing was (a dry run, or a refusal).
    """
    counts, table = imported.counts, imported.table
    return {
        "file": table.file,
        "format": table.format,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "layer": imported.layer.name,
        "rows": {
            **counts._asdict(),
            "adds_up": counts.rows == counts.published + counts.refused + counts.queued,
        },
        "kept": {"count": len(imported.kept), "ids": list(imported.kept[:MOST_DIFFERENCES])},
        "columns": [_column(one) for one in imported.proposal.columns],
        "datum": imported.judgement and imported.judgement.as_dict(),
        "hours": [one.as_dict() for one in imported.hours],
        "findings": [finding_as_dict(finding) for finding in imported.findings],
        "finding_counts": dict(Counter(finding.code for finding in imported.findings)),
        "comparison": imported.comparison and imported.comparison.as_dict(MOST_DIFFERENCES),
        "refusals": [reason._asdict() for reason in imported.refusals],
        "publication": publication
        and {
            "number": publication.number,
            "version": publication.version,
            "at": publication.at.isoformat(),
            "who": publication.who,
            "why": publication.why,
            "new": publication.version != imported.base,
        },
    }


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    return {
        "line": finding.line,
        "field": finding.field,
        "column": finding.column,
        "value": finding.value,
        "code": finding.code,
        "severity": finding.severity,
        "reason": finding.reason._asdict(),
        "suggestion": finding.suggestion and finding.suggestion._asdict(),
    }


def _column(one: ColumnFate) -> dict[str, Any]:
    return {
        "column": one.column,
        "outcome": one.outcome,
        "field": one.field,
        "how": one.how,
        "reason": one.reason._asdict(),
    }
