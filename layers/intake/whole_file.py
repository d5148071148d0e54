"""What is said of a file as a whole: why it may not be published, or is worth a look."""

from __future__ import annotations

from layers._layer import Text
from layers.compare import Comparison
from layers.intake.finding import Finding

NOTHING_TO_PUBLISH = Text("没有一行可以发布", "not one row of the file can be published")


def against_evidence(reason: Text) -> Finding:
    """Return the warning that a declared datum is used although the evidence is against it."""
    return Finding(
        "datum_against_evidence",
        "warning",
        Text(
            f"按要求采用声明的坐标系，尽管证据不符：{reason.zh}",
            f"the declared datum is used as asked, against the evidence: {reason.en}",
        ),
        field="geometry",
    )


def inexact_datum(note: Text) -> Finding:
    """Return the warning that positions of this datum can be had in WGS 84 only roughly."""
    return Finding("datum_inexact", "warning", note, field="geometry")


def nameless_file() -> Finding:
    """Return the warning that no column of names was found."""
    return Finding(
        "no_names",
        "warning",
        Text("没有找到名称列", "no column of names was found"),
        Text("用 --map 指明哪一列是名称。", "Say with --map which column has the names."),
        field="name",
    )


def too_many_removed(comparison: Comparison, most: float) -> Text:
    """Return why a file that would remove more than a share of what is published is refused."""
    share, gone = comparison.removed_share, len(comparison.removed)
    return Text(
        f"将移除已发布设施的 {share:.0%}（{gone} 处），超过 {most:.0%}：文件是否完整？"
        "确需移除的加 --allow-removals，只补充的加 --keep-missing",
        f"{gone} facilities ({share:.0%} of those published) would be removed, more than "
        f"{most:.0%}: is the file whole? Say --allow-removals if they are to go, --keep-missing "
        "if the file only adds",
    )
