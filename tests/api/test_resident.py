"""What the resident's page loads: what is known of each facility, and what holds when."""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.asking import Ask
from api.main import create_app
from api.resident import About, ResidentDocuments
from api.routes.resident import resident_address
from api.settings import Settings
from layers.hours import HORIZON_DAYS
from layers.store.files import FileStore
from tests.api.conftest import IDS, TOWN, client_of, write_town
from tests.layers.conftest import feature_line, point, square
from tests.serving import serving

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def document(client):
    return client.get("/resident.json").json()


def by_id(layer):
    return {feature["id"]: feature for feature in layer["features"]}


def stored(name):
    return [json.loads(line) for line in TOWN[name]]


def local_date(minute):
    return datetime.fromtimestamp(minute * 60, SHANGHAI)


def test_it_has_every_facility_with_what_is_known_of_it(document):
    for name, ids in IDS.items():
        layer = document["layers"][name]
        assert [feature["id"] for feature in layer["features"]] == ids
        assert (layer["count"], layer["matched"], layer["cells"]) == (len(ids), len(ids), None)
        for feature, whole in zip(layer["features"], stored(name), strict=True):
            known = {key: one for key, one in whole["properties"].items() if one is not None}
            assert feature["properties"] == known
            assert feature["geometry"] == whole["geometry"]


def test_a_facility_is_at_its_entrance_where_that_is_known(document):
    parks = by_id(document["layers"]["parks"])

    assert parks["park-gate"]["at"] == [119.005, 0]
    assert by_id(document["layers"]["parking"])["p-night"]["at"] == [119.001, 0]


def test_a_chinese_name_has_its_pinyin_and_no_other_name_has(document):
    parks, parking = (by_id(document["layers"][name]) for name in ("parks", "parking"))

    assert parks["park-1"]["pinyin"][0] == "zi yi yuan"
    assert parking["p-night"]["pinyin"][0] == "dong jie ting che chang"
    # It has no name at all, and its address is not spelled.
    assert "pinyin" not in parking["p-unknown"]


def test_the_days_are_yesterday_fifteen_to_ask_about_and_the_horizon(client):
    before = datetime.now(SHANGHAI).date()
    found = client.get("/resident.json").json()
    today = local_date(found["days"][1])

    assert today.date() in {before, datetime.now(SHANGHAI).date()}
    assert found["generated_at"] == today.isoformat()
    assert [local_date(minute) for minute in found["days"]] == [
        today + timedelta(days=n) for n in range(-1, 15 + HORIZON_DAYS + 1)
    ]
    assert (found["timezone"], found["horizon_days"]) == ("Asia/Shanghai", HORIZON_DAYS)


def test_facilities_with_the_same_hours_share_a_course(document):
    parking = document["layers"]["parking"]
    courses = {key: parking["courses"][one["course"]] for key, one in by_id(parking).items()}

    # Without a day on which it is not free: from the first of the days on.
    always = {
        "sort": "free_hours",
        "max_stay_minutes": None,
        "settled": None,
        "constant": True,
        "steps": [0],
        "states": "f",
        "provisional": [],
        "unknown_reason": None,
    }
    assert courses["p-always"] == always
    assert courses["p-short"] == always | {"max_stay_minutes": 30}
    assert courses["p-unknown"] == always | {"states": "?", "unknown_reason": "no_hours"}
    assert len(parking["courses"]) == 4
    assert {one["course"] for one in document["layers"]["toilets"]["features"]} == {0}


def test_nights_and_weekends_are_steps_of_eight_and_ten_hours(document):
    parking = document["layers"]["parking"]
    course = parking["courses"][by_id(parking)["p-night"]["course"]]
    starts = []
    for step in course["steps"]:
        starts.append((starts[-1] if starts else document["days"][0]) + step)

    for start, state in zip(starts[1:], course["states"][1:], strict=True):
        assert (local_date(start).hour, state) in {(8, "p"), (18, "f")}


def test_what_always_holds_is_settled_and_what_has_no_hours_has_no_course(document):
    sunshades, communities = (document["layers"][name] for name in ("sunshades", "communities"))

    assert sunshades["courses"][0]["settled"] == {
        "state": "free",
        "reason": "always",
        "warning": None,
    }
    assert communities["courses"] == []
    assert communities["features"][0]["course"] is None


def test_only_the_layers_that_are_asked_for_are_in_it(client):
    found = client.get("/resident.json?layers=toilets,parks").json()

    assert list(found["layers"]) == ["toilets", "parks"]


def test_a_view_has_what_meets_it(client):
    # The triangle's lower right half, and the parking places up to 119.003.
    found = client.get("/resident.json?bbox=118.99,-0.001,119.003,0.001").json()["layers"]

    assert list(by_id(found["parking"])) == ["p-night", "p-always", "p-short"]
    assert (found["parking"]["count"], found["parking"]["matched"]) == (4, 3)
    assert found["parks"]["features"] == []
    assert [one["id"] for one in found["communities"]["features"]] == ["c-1"]


def test_with_its_hash_it_is_kept_for_ever_and_with_another_one_it_is_asked_for_again(client):
    plain = client.get("/resident.json", headers={"accept-encoding": "identity"})
    version = plain.headers["etag"].strip('"')

    right, wrong = (client.get(f"/resident.json?v={one}") for one in (version, "0" * 32))

    assert plain.headers["cache-control"] == wrong.headers["cache-control"] == "no-cache"
    assert right.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.content == right.content == wrong.content


def test_values_are_sent_byte_for_byte_as_they_are_stored(tmp_path):
    odd = {
        "name": '厕所 "3"\\null,',
        "extra": {"inner": None, "list": [None, 1]},
        "figure": 1e300,
        "large": 2**63,
        'a":null,"b': "x",
        "nothing": None,
    }
    folder = write_town(
        tmp_path / "odd", {"toilets": [feature_line("toilets", "t", point(119, 0), odd)]}
    )
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        body = client.get("/resident.json").text

    del odd["nothing"]
    # As the canonical file has it, and in its order.
    written = json.dumps(odd, ensure_ascii=False, separators=(",", ":")).replace("1e+300", "1e300")
    assert f'"properties":{written},"at":[119.0,0.0]' in body


SIDE = 71


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory):
    """Return a place with 5,041 parking places, a thousandth of a degree apart, and one park."""
    parking = [
        feature_line(
            "parking", f"p-{x}-{y}", point(119 + x / 1000, y / 1000), {"free_hours": "24/7"}
        )
        for x in range(SIDE)
        for y in range(SIDE)
    ]
    park = feature_line("parks", "park", square(119, 0, 0.001), {})
    return write_town(tmp_path_factory.mktemp("large"), {"parking": parking, "parks": [park]})


@pytest.fixture(scope="module")
def large(large_folder):
    with serving(create_app(Settings(data=large_folder))) as url, client_of(url) as client:
        yield client


def test_a_large_place_comes_by_view(large):
    found = large.get("/resident.json?bbox=118.9995,-0.0005,119.0495,0.0395").json()

    # 50 columns by 40 rows, and with the park one facility more than are listed.
    assert found["by_view"] is True
    assert found["layers"]["parking"]["matched"] == 2_000
    assert [layer["features"] for layer in found["layers"].values()] == [[], []]
    assert sum(count for *_, count in found["layers"]["parking"]["cells"]) == 2_000
    assert found["layers"]["parks"]["cells"] == [[119.0005, 0.0005, 1]]


def test_two_thousand_in_a_view_are_listed(large):
    found = large.get("/resident.json?layers=parking&bbox=118.9995,-0.0005,119.0495,0.0395").json()

    assert len(found["layers"]["parking"]["features"]) == 2_000
    assert found["layers"]["parking"]["cells"] is None


def test_a_large_place_without_a_view_is_counted_whole(large):
    found = large.get("/resident.json").json()["layers"]

    assert found["parking"]["features"] == []
    assert sum(count for *_, count in found["parking"]["cells"]) == SIDE**2
    assert len(found["parking"]["cells"]) == 16**2
    # A small layer alone is loaded whole.
    alone = large.get("/resident.json?layers=parks").json()
    assert (alone["by_view"], len(alone["layers"]["parks"]["features"])) == (False, 1)


def test_a_view_across_the_antimeridian_has_both_sides(client):
    found = client.get("/resident.json?layers=sunshades&bbox=179.9,-1,-179.9,1").json()

    assert list(by_id(found["layers"]["sunshades"])) == ["s-west", "s-east"]


def ask_of(app):
    scope = {"type": "http", "method": "GET", "scheme": "http", "query_string": b""}
    return Ask(scope | {"headers": [(b"host", b"map.test")], "root_path": "/fac"}, app.service)


def address_of(app, names=None, **options):
    async def find():
        return await resident_address(ask_of(app), app.service.snapshots(names), **options)

    return asyncio.run(find())


def test_a_page_has_an_address_that_is_kept_for_ever(town, client):
    app = create_app(Settings(data=town))

    address = address_of(app)

    assert address.startswith("/fac/resident.json?v=")
    answer = client.get(address.removeprefix("/fac"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_every_worker_gives_the_same_address(town):
    one, other = (create_app(Settings(data=town)) for _ in range(2))

    assert address_of(one) == address_of(other)


def test_a_page_of_some_layers_or_of_one_version_says_so_in_its_address(town, client):
    app = create_app(Settings(data=town))
    version = app.service.store.snapshot("parks").version

    some = address_of(app, ["parks"])
    pinned = address_of(app, ["parks"], pinned=True)

    assert some.startswith("/fac/resident.json?layers=parks&v=")
    assert pinned.startswith(f"/fac/resident.json?layers=parks&version={version}&v=")
    for address in (some, pinned):
        answer = client.get(address.removeprefix("/fac"))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert list(answer.json()["layers"]) == ["parks"]


def test_a_large_place_has_an_address_to_add_a_view_to(large_folder):
    app = create_app(Settings(data=large_folder))

    assert address_of(app) == "/fac/resident.json"
    assert address_of(app, ["parking"]) == "/fac/resident.json?layers=parking"


def test_each_day_has_its_own_document_made_once(town):
    store = FileStore(town)
    app = create_app(Settings(data=town), store)
    documents = ResidentDocuments(app.service.clock, store.place.timezone)
    snapshots = tuple(store.snapshots().values())

    async def ask_all():
        today, tomorrow = date(2026, 10, 9), date(2026, 10, 10)
        asked = [today, today, tomorrow, today, tomorrow]
        return await asyncio.gather(
            *(documents.document(About(snapshots, day, None)) for day in asked)
        )

    first, again, next_day, third, next_again = asyncio.run(ask_all())

    assert first is again is third
    assert next_day is next_again
    assert first.version != next_day.version
    days = json.loads(next_day.answer.body)["days"]
    assert local_date(days[0]).isoformat() == "2026-10-09T00:00:00+08:00"


def test_the_make_up_saturday_is_in_the_course(town):
    store = FileStore(town)
    documents = ResidentDocuments(
        create_app(Settings(data=town), store).service.clock, "Asia/Shanghai"
    )
    about = About((store.snapshot("parking"),), date(2026, 10, 9), None)

    parking = json.loads(asyncio.run(documents.document(about)).answer.body)["layers"]["parking"]

    (course,) = (one for one in parking["courses"] if one["states"].startswith("fpfpf"))
    # From Thursday 8 October 0:00: 8 h free, 10 h paid, 14 h free; Friday and Saturday alike (the
    # 10th is worked); then free from Saturday 18:00 to Monday 8:00.
    assert course["steps"][:8] == [0, 480, 600, 840, 600, 840, 600, 38 * 60]
