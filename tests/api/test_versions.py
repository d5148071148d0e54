"""A past version is served as it was, keeps to itself, and never stands in the way of today."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from api.main import create_app
from api.settings import Settings
from api.versions import PinnedVersions, assigned
from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.errors import UnknownLayerError
from layers.place import read_place
from layers.store.files import FileStore
from layers.store.history import History
from layers.store.publishing import publish_layer
from tests.api.conftest import TOWN, client_of, write_town
from tests.api.examples import FIREFOX
from tests.api.running import FACILITIES, PATIENCE_S, running
from tests.layers.conftest import feature_line, point
from tests.serving import serving

BROWSER = {"accept": FIREFOX}
ADDRESS = re.compile(r"""\b(?:href|src)="([^"]*)""")
# In Shanghai this is already the 21st.
FIRST_AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
SECOND_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
THIRD_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EMPTY = canonical_collection([])
NEAR = "lon=119&lat=0"


def publish(folder, name, features, at):
    """Publish features as a layer and return the version."""
    place, layer = read_place(folder), layer_named(name)
    published = History(place).publications(layer)
    return publish_layer(
        place,
        layer,
        canonical_collection(features),
        base=published[-1].version if published else None,
        who="测试员",
        why="测试",
        now=at,
    ).version


def toilet(number, **properties):
    return feature_line("toilets", f"t-{number}", point(119 + number / 1000, 0), properties)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a town whose layers were all published, parking and toilets more than once."""
    return write_town(tmp_path_factory.mktemp("history"), {})


@pytest.fixture(scope="module")
def versions(folder):
    """Return the versions of each layer, oldest first."""
    made = {name: [publish(folder, name, TOWN[name], FIRST_AT)] for name in TOWN}
    made["parking"].append(publish(folder, "parking", TOWN["parking"][:2], SECOND_AT))
    made["toilets"] += [
        publish(folder, "toilets", [toilet(1, name="新公厕")], SECOND_AT),
        publish(folder, "toilets", [], THIRD_AT),
    ]
    return made


@pytest.fixture(scope="module")
def url(folder, versions):
    assert versions
    with serving(create_app(Settings(data=folder))) as address:
        yield address


@pytest.fixture(scope="module")
def town(url):
    with client_of(url) as opened:
        yield opened


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def addresses(page):
    return [html.unescape(one) for one in ADDRESS.findall(page.text)]


def test_items_of_a_past_version_are_those_that_were_published(town, versions):
    past, present = versions["parking"]

    assert len(ids(town.get("/collections/parking/items"))) == 2
    assert len(ids(town.get(f"/collections/parking/items?version={present}"))) == 2
    assert len(ids(town.get(f"/collections/parking/items?version={past}"))) == 4
    filtered = town.get(f"/collections/parking/items?version={past}&kind=kerbside&limit=1&offset=1")
    assert ids(filtered) == ["p-short"]
    assert filtered.json()["numberMatched"] == 2


def test_a_feature_that_is_gone_is_still_there_in_its_version(town, versions):
    past, present = versions["parking"]

    assert town.get("/collections/parking/items/p-short").status_code == 404
    kept = town.get(f"/collections/parking/items/p-short?version={past}")
    assert kept.json()["properties"]["name"] == "南街泊位"
    assert kept.json()["status"]["state"] == "free"
    gone = town.get(f"/collections/parking/items/p-short?version={present}")
    assert gone.status_code == 404
    assert f"in version {present}" in gone.json()["detail"]


def test_a_whole_past_layer_is_its_bytes_to_be_kept_for_ever(town, versions):
    past, present = versions["parking"]

    for encoding in ("identity", "gzip"):
        headers = {"accept-encoding": encoding}
        answer = town.get(f"/data/parking.geojson?version={past}", headers=headers)
        assert answer.content == canonical_collection(TOWN["parking"])
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["etag"].removesuffix('-gzip"').strip('"') == past
        known = headers | {"if-none-match": answer.headers["etag"]}
        assert town.get(f"/data/parking.geojson?version={past}", headers=known).status_code == 304
    live = town.get("/data/parking.geojson")
    assert (live.headers["cache-control"], live.headers["etag"][1:17]) == ("no-cache", present)


def test_nearest_looks_in_the_layers_that_the_versions_name(town, versions):
    parking, toilets = versions["parking"][0], versions["toilets"][1]

    live = ids(town.get(f"/nearest?{NEAR}&layers=parking,toilets"))
    both = ids(town.get(f"/nearest?{NEAR}&version={toilets},{parking}"))
    named = ids(town.get(f"/nearest?{NEAR}&layers=parking,toilets&version={parking},{toilets}"))
    free = ids(town.get(f"/nearest?{NEAR}&version={parking}&free_at=2026-11-23T12:00"))

    assert live == ["p-night", "p-always"]
    assert both[:2] in (["t-1", "p-night"], ["p-night", "t-1"])
    assert both == named
    assert sorted(both) == ["p-always", "p-night", "p-short", "p-unknown", "t-1"]
    assert free == ["p-always", "p-short"]


def test_a_layer_that_no_version_pins_is_refused_with_its_present_one(town, versions):
    parking, present = versions["parking"][0], versions["parks"][0]

    for target in (
        f"/nearest?{NEAR}&layers=parking,parks&version={parking}",
        f"/maps/parking,parks?version={parking}",
        f"/map.js?layers=parking,parks&version={parking}",
    ):
        answer = town.get(target)
        assert answer.status_code == 400
        problem = answer.json()
        assert [fault["parameter"] for fault in problem["errors"]] == ["version"]
        assert "layer 'parks' is in the answer" in problem["detail"]
        assert present in problem["detail"]
        added = target.replace(parking, f"{parking},{present}")
        assert town.get(added).status_code == 200


def test_two_versions_of_one_layer_are_refused(town, versions):
    both = ",".join(versions["parking"])

    answer = town.get(f"/nearest?{NEAR}&version={both}")

    assert answer.status_code == 400
    assert "are both versions of layer 'parking'" in answer.json()["detail"]


@pytest.mark.parametrize(
    "target",
    [
        "/collections/parking/items?version={}",
        "/collections/parking/items/p-night?version={}",
        "/data/parking.geojson?version={}",
        f"/nearest?{NEAR}&version={{}}",
        f"/nearest?{NEAR}&layers=parking&version={{}}",
        "/maps/parking?version={}",
        "/map.js?version={}",
        "/?version={}",
    ],
)
def test_a_version_that_never_was_is_404_and_explains_itself(town, target):
    unknown = "0123456789abcdef"

    page = town.get(target.format(unknown), headers=BROWSER)
    again = town.get(target.format(unknown))

    assert (page.status_code, again.status_code) == (404, 404)
    assert page.headers["cache-control"] == "no-store"
    assert unknown in again.json()["detail"]
    assert "没有这个数据版本" in page.text
    assert "去掉网址中的 version 即为最新数据" in page.text


@pytest.mark.parametrize(
    "target",
    ["/collections/parking/items", "/data/parking.geojson", "/maps/parking"],
)
def test_a_version_of_another_layer_is_404(town, versions, target):
    answer = town.get(target, params={"version": versions["parks"][0]})

    assert answer.status_code == 404
    assert versions["parks"][0] in answer.json()["detail"]


@pytest.mark.parametrize("version", ["", "abc", "ABCDEF0123456789", "../../../etc/pass", "0" * 17])
def test_what_is_no_version_is_a_wrong_parameter(town, version):
    for target in ("/data/parks.geojson?", "/collections/parks/items?", f"/nearest?{NEAR}&", "/?"):
        answer = town.get(f"{target}version={version}", headers=BROWSER | {"accept": "*/*"})
        assert answer.status_code == 400
        assert [fault["parameter"] for fault in answer.json()["errors"]] == ["version"]


def test_more_versions_than_layers_are_refused_unread(town):
    many = ",".join(f"{number:016x}" for number in range(6))

    answer = town.get(f"/nearest?{NEAR}&version={many}")

    assert answer.status_code == 400
    assert "these are 6 versions, and there are 5 layers" in answer.json()["detail"]


def test_unknown_layers_are_told_before_their_versions(town, versions):
    version = versions["parks"][0]

    for target in ("/maps/zoo?version=", "/data/zoo.geojson?version="):
        answer = town.get(target + version)
        assert answer.status_code == 404
        assert "'zoo'" in answer.json()["detail"]


def test_every_link_of_a_pinned_answer_is_pinned(town, versions):
    past = versions["toilets"][0]
    start = f"/collections/toilets/items?limit=4&version={past}"
    seen, target = [], start
    while target:
        answer = town.get(target).json()
        seen += [feature["id"] for feature in answer["features"]]
        by_rel = {link["rel"]: link["href"] for link in answer["links"]}
        for rel in {"self", "alternate", "next", "prev"} & by_rel.keys():
            assert f"version={past}" in by_rel[rel]
        assert "version=" not in by_rel["latest-version"]
        assert town.get(by_rel["latest-version"]).json()["numberMatched"] == 0
        target = by_rel.get("next")
    assert len(seen) == len(TOWN["toilets"])

    item = town.get(f"/collections/toilets/items/t%2F1?version={past}").json()
    by_rel = {link["rel"]: link["href"] for link in item["links"]}
    assert town.get(by_rel["self"]).json()["id"] == "t/1"
    assert f"version={past}" in by_rel["alternate"]
    assert by_rel["latest-version"].endswith("/collections/toilets/items/t%2F1?f=json")


def test_today_says_nothing_of_versions(town):
    for target in ("/collections/parks/items", "/collections/parks/items/park-1"):
        assert "latest-version" not in town.get(target).text
        assert "version=" not in town.get(target).text
    for target in ("/", "/maps/parks", "/collections/parks/items"):
        page = town.get(target, headers=BROWSER)
        assert 'class="pinned' not in page.text
        assert not [one for one in addresses(page) if "version=" in one]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/maps/parking,parks",
        "/collections/parking/items",
        "/facility/parking/p-short",
        "item",
    ],
)
def test_every_address_on_a_pinned_page_is_pinned_or_of_the_whole_site(town, versions, path):
    pins = {"parking": versions["parking"][0], "parks": versions["parks"][0]}
    if path in ("/", "/maps/parking,parks"):
        version = f"{pins['parks']},{pins['parking']}"
    else:
        version = pins["parking"]
    path = "/collections/parking/items/p-short" if path == "item" else path

    page = town.get(f"{path}?version={version}", headers=BROWSER)

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-cache"
    site = {"/", "/collections", "/docs", "/layers.css", "/favicon.ico", "/?f=json"}
    site |= {"/manifest.webmanifest", "/facts", "/newsroom", "/planner"}
    site |= {"/collections/parking", "/collections/parks", path, f"{path}?f=html"}
    own = [
        one
        for one in addresses(page)
        if one.startswith("/") and not one.startswith("/static/") and one not in site
    ]
    assert own
    for one in own:
        assert any(pin in one for pin in pins.values()), one
        assert town.get(one, headers=BROWSER).status_code == 200, one
    assert "南街泊位" in page.text or path.startswith("/maps")


def test_a_pinned_page_says_when_it_was_published_and_leads_to_today(town, versions):
    past, present = versions["parking"]

    page = town.get(f"/maps/parking?version={past}", headers=BROWSER)
    assert "本页显示的是 2026-11-21 发布的数据，此后已有更新。" in page.text
    assert "本页显示的是 2026-11-21 发布的数据，此后已有更新。" in page.text
    assert "/maps/parking" in addresses(page)

    quiet = town.get(f"/maps/parking?version={present}", headers=BROWSER)
    assert "pinned-newest" in quiet.text
    assert "目前仍是最新" in quiet.text
    assert "目前仍是最新" in quiet.text

    both = town.get(f"/?version={past},{versions['toilets'][1]}", headers=BROWSER)
    assert "本页显示的是 2026-11-21 至 2026-11-23 发布的数据" in both.text
    assert "2026-11-21 至 2026-11-23 发布的数据" in both.text


def test_a_pinned_map_draws_what_was_published(town, versions):
    past = versions["parking"][0]
    page = town.get(f"/maps/parking?version={past}", headers=BROWSER)

    (script,) = (one for one in addresses(page) if one.startswith("/map.js"))
    answer = town.get(script)
    assert "immutable" in answer.headers["cache-control"]
    (data,) = re.findall(r'"dataUrl":"([^"]+)"', page.text)
    document = town.get(data.replace("\\u0026", "&")).json()
    assert document["layers"]["parking"]["version"] == past
    assert f'"version":"{past}"' in page.text
    assert '"count":4' in page.text
    stale = town.get(re.sub("v=[0-9a-f]+$", "v=old", script))
    assert stale.headers["cache-control"] == "no-cache"
    assert '"count":2' in town.get("/maps/parking", headers=BROWSER).text


def test_a_map_of_all_that_is_pinned_to_some_layers_shows_these(town, versions):
    pins = f"{versions['parks'][0]},{versions['parking'][0]}"

    page = town.get(f"/?version={pins}", headers=BROWSER).text

    assert re.findall(r'data-switch="(\w+)"', page) == ["parking", "parks"]


def test_layers_without_a_feature_share_their_version_and_are_told_apart():
    assert assigned({"parks": ["a"], "toilets": ["b"]}) == {"parks": "a", "toilets": "b"}
    assert assigned({"parks": ["e"], "toilets": ["e"]}) == {"parks": "e", "toilets": "e"}
    assert assigned({"parks": ["e", "a"], "toilets": ["e"]}) == {"parks": "a", "toilets": "e"}
    assert assigned({"parks": ["a", "b"], "toilets": []}) == {"parks": None, "toilets": None}


def test_an_empty_past_layer_is_served_too(town, versions):
    empty = versions["toilets"][-1]

    assert ids(town.get(f"/nearest?{NEAR}&version={empty}")) == []
    assert ids(town.get(f"/collections/toilets/items?version={empty}")) == []
    assert town.get(f"/data/toilets.geojson?version={empty}").content == EMPTY
    assert town.get(f"/maps/toilets?version={empty}", headers=BROWSER).status_code == 200


def test_a_version_that_lies_in_the_folder_is_kept_by_the_next_publication(tmp_path):
    folder = write_town(tmp_path / "town", {"parks": TOWN["parks"]})
    store = FileStore(folder)
    by_hand = store.snapshot("parks")
    publish_layer(
        store.place,
        layer_named("parks"),
        canonical_collection(TOWN["parks"][:1]),
        base=by_hand.version,
        who="测试员",
        why="测试",
    )
    store.refresh()

    async def read():
        return await PinnedVersions(store).snapshot("parks", by_hand.version)

    assert asyncio.run(read()).data == by_hand.data
    assert len(store.snapshot("parks")) == 1


def test_a_version_becomes_known_by_its_publication(tmp_path):
    folder = write_town(tmp_path / "town", {})
    publish(folder, "parks", TOWN["parks"], FIRST_AT)
    store = FileStore(folder)
    coming = "".join(
        one.version
        for one in FileStore(write_town(tmp_path / "other")).snapshots().values()
        if one.layer.name == "toilets"
    )

    async def ask():
        pinned = PinnedVersions(store)
        with pytest.raises(UnknownLayerError):
            await pinned.snapshot("toilets", coming)
        for _ in range(2):
            with pytest.raises(Exception, match="belongs to none of the layers parks"):
                await pinned.snapshots(["parks"], [coming])
        await asyncio.to_thread(publish, folder, "toilets", TOWN["toilets"], SECOND_AT)
        await asyncio.to_thread(store.refresh)
        return await pinned.snapshots(None, [coming])

    assert [one.version for one in asyncio.run(ask())] == [coming]


def test_one_past_version_is_read_at_a_time_and_today_waits_for_none(folder, versions):
    (past, present), toilets = versions["parking"], versions["toilets"]
    begun, may_end = threading.Event(), threading.Event()

    def read_slowly():
        begun.set()
        assert may_end.wait(PATIENCE_S)

    async def ask():
        pinned = PinnedVersions(FileStore(folder))
        known = await pinned.snapshot("parking", past)
        slow = asyncio.create_task(pinned.in_turn(read_slowly))
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        others = [asyncio.create_task(pinned.snapshot("toilets", one)) for one in toilets[:2]]

        at_once = asyncio.gather(
            pinned.snapshot("parking", present),
            pinned.snapshot("parking", past),
            pinned.snapshots(["parking"], [past]),
        )
        answered = await asyncio.wait_for(at_once, PATIENCE_S)
        waited = not any(other.done() for other in others)
        may_end.set()
        await slow
        read = await asyncio.gather(*others)
        assert answered[1] is known
        assert answered[2] == [known]
        assert [one.version for one in read] == toilets[:2]
        return waited

    assert asyncio.run(ask())


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    folder = write_town(tmp_path_factory.mktemp("two-workers"), {})
    publish(folder, "toilets", whole(0), FIRST_AT)
    command = [FACILITIES, "serve", "--data", folder, "--port", "0", "--workers", "2"]
    with running(command) as started:
        yield folder, started, started.address()


def whole(edition):
    """Return thirty toilets that all say which edition they are of."""
    return [toilet(number, name=f"第{edition}版") for number in range(30)]


def test_a_publication_is_seen_whole_by_both_workers_and_the_past_stays_as_it_was(two_workers):
    folder, server, address = two_workers
    present = "/data/toilets.geojson"
    editions = {canonical_collection(whole(edition)) for edition in range(4)}
    # A connection for each question, which either worker may take.
    with client_of(address) as visitor, ThreadPoolExecutor(8) as pool:
        first = History(read_place(folder)).publications(layer_named("toilets"))[0].version
        pinned = [
            f"/data/toilets.geojson?version={first}",
            f"/collections/toilets/items?version={first}",
            f"/collections/toilets/items/t-3?version={first}&f=html",
            f"/maps/toilets?version={first}",
        ]
        visitor.headers["connection"] = "close"
        before = [visitor.get(target).content for target in pinned[:2]]
        stop = threading.Event()

        def ask_on():
            seen = set()
            while not stop.is_set():
                seen.add(visitor.get(present).content)
            return seen

        asking = [pool.submit(ask_on) for _ in range(4)]
        published = [publish(folder, "toilets", whole(edition), SECOND_AT) for edition in (1, 2, 3)]
        server.wait_for_log(f"layer toilets: 30 features, version {published[-1]}", count=2)
        stop.set()
        seen = set().union(*(each.result() for each in asking))

        assert seen <= editions
        after = [visitor.get(present).content for _ in range(32)]
        assert set(after) == {canonical_collection(whole(3))}
        for target, known in zip(pinned, [*before, None, None], strict=True):
            answers = list(pool.map(lambda _, target=target: visitor.get(target), range(32)))
            assert {answer.status_code for answer in answers} == {200}
            assert len({answer.content for answer in answers}) == 1
            assert len({answer.headers["etag"] for answer in answers}) == 1
            if known is not None:
                assert answers[0].content == known
