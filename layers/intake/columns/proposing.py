"""Propose how a file's columns are to be understood, and say of each why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from layers._layer import Layer, Text, plain_type
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.columns.coordinate_headings import coordinate_heading
from layers.intake.columns.fields import choose_fields, label_of
from layers.intake.columns.given import check_given
from layers.intake.columns.known_headings import matches
from layers.intake.columns.leftovers import (
    is_personal_heading,
    is_row_number,
    leftover,
    personal_reason,
    report_columns,
)
from layers.intake.columns.position import PositionChoice, choose_position
from layers.intake.columns.proposal import ColumnFate, Proposal
from layers.intake.columns.round_the_clock import values_for_always
from layers.intake.table import Table
from layers.intake.values.cell_readers import holds_positions

if TYPE_CHECKING:
    from layers.store.snapshot import Snapshot

UNSAID = PositionColumns("unsaid")
NO_MAP = ColumnMap({}, UNSAID)


def propose_columns(
    table: Table,
    layer: Layer,
    *,
    given: ColumnMap | None = None,
    published: Snapshot | None = None,
) -> Proposal:
    """Return what each column of a file says, with the reasons.

    What the user's own map says stands; columns that it does not mention are proposed, unless it
    says `only`.

    Parameters
    ----------
    published
        The layer as it is served: a column under the very name of one of its undeclared properties
        is that property.

    Raises
    ------
    IntakeError
        When the map names a column or a field that is not there.
    """
    if given is not None:
        check_given(given, table, layer)
    return _Proposing(table, layer, given or NO_MAP, _undeclared(layer, published)).proposal()


class _Proposing:
    """One proposal in the making: each step settles the fate of some columns."""

    def __init__(
        self, table: Table, layer: Layer, given: ColumnMap, own_names: frozenset[str]
    ) -> None:
        self.table, self.layer, self.given, self.own_names = table, layer, given, own_names
        self.fates: dict[str, ColumnFate] = {}
        self.fields: dict[str, Source] = dict(given.fields)
        self.values = {field: dict(words) for field, words in given.values.items()}

    def proposal(self) -> Proposal:
        """Return the whole."""
        self.take_given()
        if self.given.only:
            self.leave("ignored", self.open(), ONLY_GIVEN)
        self.leave("ignored", report_columns(self.open()), REPORTED)
        choice = self.find_position()
        self.find_fields()
        self.find_round_the_clock()
        self.settle_rest()
        columns = tuple(self.fates[column] for column in self.table.columns)
        by_outcome = {
            outcome: tuple(fate.column for fate in columns if fate.outcome == outcome)
            for outcome in ("kept", "ignored")
        }
        return Proposal(
            ColumnMap(
                fields=self.fields,
                position=choice.position,
                constants=self.given.constants,
                values=self.values,
                # A column may be a field's and be kept beside it, if the user says so.
                kept=tuple(dict.fromkeys((*self.given.kept, *by_outcome["kept"]))),
                ignored=by_outcome["ignored"],
                datum=self.given.datum,
                key=self.given.key,
                only=self.given.only,
            ),
            columns,
            choice.findings,
            choice.datum,
        )

    def open(self) -> list[str]:
        """Return the columns whose fate is open."""
        return [column for column in self.table.columns if column not in self.fates]

    def leave(self, outcome: str, columns: Iterable[str], reason: Text) -> None:
        """Settle columns that are no field."""
        for column in columns:
            if outcome == "kept":
                self.fates[column] = ColumnFate(column, "kept", "given", reason)
            else:
                self.fates[column] = ColumnFate(column, "ignored", "given", reason)

    def take_given(self) -> None:
        """Settle what the user's map says."""
        self.leave("ignored", self.given.ignored, GIVEN_IGNORED)
        self.leave("kept", self.given.kept, GIVEN_KEPT)
        for column in self.given.position.columns:
            self.fates[column] = ColumnFate(column, "position", "given", GIVEN_POSITION)
        for field, source in self.given.fields.items():
            label = label_of(self.layer, field)
            reason = Text(f"对照表指定为“{label.zh}”", f"{label.en!r} by the column map")
            self.fates[source.column] = ColumnFate(source.column, "field", "given", reason, field)

    def find_position(self) -> PositionChoice:
        """Find the columns of the position; other coordinates are left out beside it."""
        open_columns = [column for column in self.open() if not self._holds_points(column)]
        untold = [
            column
            for column in open_columns
            if coordinate_heading(column) is None
            and next(matches(column, self.layer), None) is None
        ]
        choice = choose_position(self.table, open_columns, untold)
        if self.given.position.sort != "unsaid":
            choice = PositionChoice(self.given.position, GIVEN_POSITION, choice.coordinates)
        elif self.given.only and choice.position.columns:
            choice = PositionChoice(PositionColumns("none"), ONLY_GIVEN)
        for column in choice.coordinates:
            if column in self.fates:
                continue
            if column in choice.position.columns:
                self.fates[column] = ColumnFate(column, "position", "label", choice.reason)
            elif choice.position.sort != "none" and column not in self.own_names:
                reason = Text(
                    f"坐标已取自别处({choice.reason.zh})，不重复采用",
                    f"the position is taken from elsewhere ({choice.reason.en})",
                )
                self.fates[column] = ColumnFate(column, "ignored", "rest", reason)
        return choice

    def _holds_points(self, column: str) -> bool:
        """Return whether a column is a field of positions (an entrance), by its very label."""
        match = next(matches(column, self.layer), None)
        if match is None or match.field == "id":
            return False
        info = self.layer.fields[match.field]
        return match.how != "spelling" and holds_positions(plain_type(info))

    def find_fields(self) -> None:
        """Find the column of each field; personal data are no field unless the map says so."""
        columns = {
            column: self.table.columns[column]
            for column in self.open()
            if not is_personal_heading(column)
            and not is_row_number(column, self.table.columns[column])
        }
        taken = frozenset({*self.fields, *self.given.constants})
        choice = choose_fields(
            self.layer,
            columns,
            taken,
            own_names=self.own_names,
            values=self.given.values,
            cut=self.table.format == "shapefile",
        )
        self.passed_over = dict(choice.passed_over)
        for field, claim in choice.chosen.items():
            if field == "phone" and (reason := self._private_phone(claim.column)):
                self.fates[claim.column] = ColumnFate(claim.column, "ignored", "rest", reason)
                continue
            self.fields[field] = Source(claim.column, None, claim.match.factor)
            self.fates[claim.column] = ColumnFate(
                claim.column, "field", claim.match.how, choice.reasons[claim.column], field
            )

    def _private_phone(self, column: str) -> Text | None:
        """Return why the telephone is a person's: mobile numbers beside a column of names."""
        if not any(map(is_personal_heading, self.table.columns)):
            return None
        filled = [cell for cell in self.table.columns[column] if cell is not None]
        return personal_reason(column, filled) if filled else None

    def find_round_the_clock(self) -> None:
        """Take a yes-or-no column for the hours where no other column says them."""
        if "open_hours" not in self.layer.fields or "open_hours" in self.given.fields:
            return
        hours = self.fields.get("open_hours")
        if hours is not None and any(cell is not None for cell in self.table.columns[hours.column]):
            return
        for column in self.open():
            words = values_for_always(column, self.table.columns[column])
            if words is None:
                continue
            if hours is not None:
                self.fates[hours.column] = ColumnFate(
                    hours.column, "ignored", "rest", Text("整列为空", "every cell is empty")
                )
            self.fields["open_hours"] = Source(column)
            self.values["open_hours"] = words
            self.fates[column] = ColumnFate(column, "field", "values", ALWAYS_OPEN, "open_hours")
            return

    def settle_rest(self) -> None:
        """Keep or leave out what is no field."""
        for column in self.open():
            self.fates[column] = leftover(
                column,
                self.table.columns[column],
                self.layer,
                self.passed_over.get(column),
                self.own_names,
            )


def _undeclared(layer: Layer, published: Snapshot | None) -> frozenset[str]:
    if published is None:
        return frozenset()
    features = published.decoded(range(len(published)))
    names: set[str] = set()
    for feature in features:
        names.update(feature["properties"])
    return frozenset(names - set(layer.fields))


ONLY_GIVEN = Text("对照表写明只用所列各列", "the column map says that only its own columns count")
REPORTED = Text("是本系统的检查报告加的列", "added by our own report of faulty rows")
GIVEN_IGNORED = Text("对照表指定忽略", "left out by the column map")
GIVEN_KEPT = Text("对照表指定保留", "kept by the column map")
GIVEN_POSITION = Text("对照表指定为位置", "the position by the column map")
ALWAYS_OPEN = Text(
    "只说是否全天开放：“是”记为 24/7，“否”记为未知（没有别的列写明时间）",
    "says only whether it is open day and night: yes is 24/7, no is unknown (no other column says "
    "the hours)",
)
