"""Who a row is: the office's numbers, the published ids, and rows that cannot be placed."""

from __future__ import annotations

import pytest

HEAD = ["编号", "名称", "经度", "纬度"]
NAMES = ["东街公厕", "西街公厕", "南街公厕", "北街公厕"]


def rows(*ids, names=NAMES):
    """Return rows a kilometre apart, in the order of the names."""
    return [
        [own, name, f"{119.10 + 0.01 * place:.7f}", "36.7000000"]
        for place, (own, name) in enumerate(zip(ids, names, strict=False))
    ]


def named(office):
    return {each: one["properties"]["name"] for each, one in office.features().items()}


def test_a_new_facility_with_the_number_that_is_the_id_of_another_is_not_lost(office):
    office.publish(office.csv(HEAD, *rows("1", "2", "3", "4")))
    office.publish(office.csv(HEAD, *rows("101", "102", "103", "104")))

    imported = office.publish(
        office.csv(HEAD, *rows("101", "102", "103", "104"), ["1", "新公厕", "119.12", "36.72"])
    )

    assert imported.counts.published == 5
    *former, new = office.features().values()
    assert [one["id"] for one in former] == ["1", "2", "3", "4"]
    assert [one["properties"]["name"] for one in former] == NAMES
    assert (new["properties"]["name"], new["properties"]["source_id"]) == ("新公厕", "1")


def test_what_was_exported_is_known_by_its_id_whatever_offices_call_others(office):
    head = [*HEAD, "source_id"]
    crossed = [[*row, other] for row, other in zip(rows("1", "2"), ("2", "1"), strict=True)]
    office.publish(office.csv(head, *crossed))

    again = office.prepare(office.csv(head, *crossed))

    assert again.comparison.counts()["unchanged"] == 2


def test_a_number_that_many_facilities_have_tells_none_of_them(office):
    head = [*HEAD, "source_id"]
    office.publish(office.csv(head, *[[*row, "普查"] for row in rows("1", "2", "3")]))

    imported = office.publish(
        office.csv(HEAD, *rows("1", "2", "3"), ["普查", "新公厕", "119.15", "36.73"])
    )

    assert imported.counts.published == 4
    assert named(office)["普查"] == "新公厕"


@pytest.mark.parametrize(
    ("lon", "lat"), [("119.1o", "36.7"), ("", "36.7"), ("116.4", "39.9"), ("36.7", "119.1")]
)
def test_a_mistyped_position_does_not_remove_a_facility_that_has_only_a_name(office, lon, lat):
    without_ids = [row[1:] for row in rows(*"1234")]
    office.publish(office.csv(HEAD[1:], *without_ids))
    without_ids[0][1:] = lon, lat

    imported = office.prepare(office.csv(HEAD[1:], *without_ids))

    assert imported.fates.count("refused") == 1
    assert imported.comparison.removed == ()
    assert imported.kept == ("toilets-0001",)


def test_of_many_with_one_name_as_many_stay_as_rows_are_mistyped(office):
    same = [row[1:] for row in rows(*"1234", names=["公共厕所"] * 4)]
    office.publish(office.csv(HEAD[1:], *same))
    same[2][1] = "?"

    imported = office.prepare(office.csv(HEAD[1:], *same))

    assert imported.kept == ("toilets-0003",)
    assert imported.comparison.counts()["unchanged"] == 4


def test_rows_in_are_rows_of_the_new_layer_whatever_the_numbers(office):
    office.publish(office.csv(HEAD, *rows("a", "b", "c", "d")))
    office.publish(office.csv(HEAD, *rows("b1", "c1", "d1", "a1")))

    imported = office.publish(
        office.csv(HEAD, *rows("d", "b1", "a", "c1"), ["b", "新公厕", "119.14", "36.72"]),
        allow_removals=True,
    )

    assert imported.counts.published == 5
    assert len(imported.after) == 5
