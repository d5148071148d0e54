"""Reports from a card: set choices, one line, an answer in words whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from layers._registry import layer_named
from layers.reports.kinds import kinds_of
from layers.reports.reading import Report, read_reports

TOILET = {
    "id": "t-1",
    "geometry": {"type": "Point", "coordinates": [119.1, 36.7]},
    "properties": {"name": "东门公厕", "open_hours": "24/7"},
}


def reports(folder: Path) -> list[Report]:
    found, faults = read_reports(folder / "reports")
    assert not faults
    return list(found)


def heard(page: Page):
    return page.locator(".report-heard")


def test_what_is_wrong_reaches_the_office(
    tmp_path: Path, serve_place: Callable, visit: Callable
) -> None:
    page = visit(serve_place({"toilets": [TOILET]}), "/?at=toilets/t-1").page

    page.get_by_role("button", name="信息有误").click()
    expect(page.locator("#report input").first).to_be_focused()
    offered = page.locator(".report-form .choice").all_inner_texts()
    assert [one.strip() for one in offered] == [
        kind.label.zh for kind in kinds_of(layer_named("toilets")) if kind.name != "right"
    ]
    expect(page.locator(".report-form")).to_contain_text(
        "不需要登录，请勿填写个人信息。不会附带您的位置。"
    )
    page.get_by_label("时间不对").check()
    page.get_by_label("补充说明（可不填）").fill(" 晚上八点关门 ")
    page.get_by_role("button", name="提交").click()

    expect(heard(page)).to_have_text("谢谢，已收到。")
    expect(page.locator(".report-form")).to_be_hidden()
    (report,) = reports(tmp_path)
    said = (report.layer, report.facility, report.kind, report.text)
    assert said == ("toilets", "t-1", "hours", "晚上八点关门")


def test_one_tap_says_that_all_is_right(
    tmp_path: Path, serve_place: Callable, visit: Callable
) -> None:
    page = visit(serve_place({"toilets": [TOILET]}), "/?at=toilets/t-1").page

    page.get_by_role("button", name="信息准确").click()

    expect(heard(page)).to_have_text("谢谢，已收到。")
    expect(page.get_by_role("button", name="信息准确")).to_be_hidden()
    assert [report.kind for report in reports(tmp_path)] == ["right"]


def test_a_line_is_a_line_and_not_longer_than_is_kept(
    tmp_path: Path, serve_place: Callable, visit: Callable
) -> None:
    page = visit(serve_place({"toilets": [TOILET]}), "/?at=toilets/t-1").page
    page.get_by_role("button", name="信息有误").click()

    page.get_by_label("补充说明（可不填）").fill("<b>一</b>\n二" + "三" * 300)
    page.get_by_role("button", name="提交").click()

    expect(heard(page)).to_have_text("谢谢，已收到。")
    (report,) = reports(tmp_path)
    assert report.text is not None
    assert len(report.text) == 200
    assert report.text.startswith("<b>一</b> 二三")


def test_too_many_are_told_so_and_may_try_later(serve_place: Callable, visit: Callable) -> None:
    address = serve_place({"toilets": [TOILET]}, reports_per_minute=1, reports_per_day=1)
    page = visit(address, "/?at=toilets/t-1", forgiving=True).page
    page.get_by_role("button", name="信息准确").click()
    expect(heard(page)).to_have_text("谢谢，已收到。")
    page.reload()

    page.get_by_role("button", name="信息准确").click()

    expect(heard(page)).to_have_text("提交过于频繁，请稍后再试。")
    expect(page.get_by_role("button", name="信息准确")).to_be_visible()


def test_without_a_network_it_is_said_and_nothing_that_was_written_is_lost(
    tmp_path: Path, serve_place: Callable, visit: Callable
) -> None:
    address = serve_place({"toilets": [TOILET]})
    made = visit(address, "/?at=toilets/t-1", forgiving=True)
    page = made.page
    page.get_by_role("button", name="信息有误").click()
    page.get_by_label("补充说明（可不填）").fill("门锁坏了")
    made.context.set_offline(True)

    page.get_by_role("button", name="提交").click()

    expect(heard(page)).to_have_text("未能提交：请连上网络后再试。")
    expect(page.get_by_label("补充说明（可不填）")).to_have_value("门锁坏了")
    made.context.set_offline(False)
    page.get_by_role("button", name="提交").click()
    expect(heard(page)).to_have_text("谢谢，已收到。")
    assert [report.text for report in reports(tmp_path)] == ["门锁坏了"]


def test_where_no_reports_are_taken_none_are_asked_for(
    serve_place: Callable, visit: Callable
) -> None:
    address = serve_place({"toilets": [TOILET]}, place_reports_per_hour=0)

    page = visit(address, "/?at=toilets/t-1").page

    expect(page.locator(".card h2")).to_have_text("东门公厕")
    expect(page.locator(".report")).to_have_count(0)
