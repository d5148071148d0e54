"""From a small file made by hand to a place: every value checked on paper."""

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import osmium
import pytest
from osmium.io import File

from layers._registry import all_layers
from layers.osm import OsmFileError, OsmReport, import_osm
from layers.place import read_place
from layers.store.reading import read_snapshot
from tests.layers.osm_hand import imported, toilets

FILES = Path(__file__).parent / "osm_files"
TOWN, BROKEN = FILES / "town.osm", FILES / "broken.osm"


def features(folder: Path, layer: str) -> dict[str, Any]:
    collection = json.loads((folder / f"{layer}.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in collection["features"]}


def properties(folder: Path, layer: str, feature_id: str) -> dict[str, Any]:
    found: dict[str, Any] = features(folder, layer)[feature_id]["properties"]
    return found


def tallies(report: OsmReport) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (tally.layer, tally.reason): tally.examples for tally in report.left_out + report.skipped
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[OsmReport, Path]:
    out = tmp_path_factory.mktemp("town") / "place"
    return import_osm(TOWN, out), out


def test_each_layer_has_the_facilities_that_belong_in_it(town: tuple[OsmReport, Path]) -> None:
    report, out = town
    assert report.counts == {
        "parking": 2,
        "parks": 2,
        "toilets": 4,
        "sunshades": 1,
        "communities": 1,
    }
    assert list(features(out, "parking")) == ["node/51", "way/205"]
    assert list(features(out, "parks")) == ["relation/300", "way/201"]
    # By number, not by text: node/100 comes after node/41.
    assert list(features(out, "toilets")) == ["node/41", "node/42", "node/44", "node/100"]


def test_everything_that_was_not_taken_is_counted_with_its_reason(
    town: tuple[OsmReport, Path],
) -> None:
    report, _ = town
    assert tallies(report) == {
        ("parking", "fee_unknown"): ("node/53",),
        ("parking", "paid"): ("node/54",),
        ("parks", "part_of_relation"): ("way/214",),
        ("toilets", "private"): ("node/43",),
        ("sunshades", "other_shelter"): ("node/62",),
        ("communities", "no_name"): ("way/207",),
        ("communities", "not_an_area"): ("node/71",),
    }


def test_a_feature_has_every_field_of_its_layer_in_order_and_null_where_unknown(
    town: tuple[OsmReport, Path],
) -> None:
    assert list(properties(town[1], "parking", "node/51").items()) == [
        ("name", None),
        ("name_en", None),
        ("address", None),
        ("subdistrict", None),
        ("status", "open"),
        ("position", "approximate"),
        ("source", "OpenStreetMap"),
        ("source_url", "https://www.openstreetmap.org/node/51"),
        ("verified_on", None),
        ("updated_at", "2024-05-02T00:00:00Z"),
        ("operator", None),
        ("phone", None),
        ("access_point", None),
        ("note", None),
        ("spaces", 25),
        ("accessible_spaces", None),
        ("kind", None),
        ("open_hours", None),
        ("free_hours", "24/7"),
        ("max_stay_minutes", 120),
        ("height_limit_m", 2.1),
    ]


def test_a_park_has_its_area_its_entrances_and_what_lies_in_it(
    town: tuple[OsmReport, Path],
) -> None:
    park = properties(town[1], "parks", "way/201")
    # 0.001° by 0.001° at 36.7° N: 89.36 m by 110.97 m.
    assert park["area_m2"] == pytest.approx(9_916, abs=2)
    assert park["size_class"] == "pocket"
    # The playground and the bench lie inside, the fountain beside the park.
    assert park["features"] == ["playground", "lighting", "seating"]
    assert park["entrances"] == [[119.1, 36.7], [119.101, 36.7005]]
    assert park["access_point"] == [119.101, 36.7005]  # the main entrance
    assert (park["name"], park["name_en"]) == ("自怡园", "Ziyi Garden")
    assert park["verified_on"] == "2024-04-04"


def test_a_relation_becomes_land_with_a_lake_and_an_island(town: tuple[OsmReport, Path]) -> None:
    feature = features(town[1], "parks")["relation/300"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert sorted(len(polygon) for polygon in feature["geometry"]["coordinates"]) == [1, 2]
    # 16 - 4 + 1 squares of 0.001°, of 9,915 m² each.
    assert feature["properties"]["area_m2"] == pytest.approx(13 * 9_915, rel=1e-3)
    assert feature["properties"]["size_class"] == "larger"


def test_the_newest_version_of_an_object_counts(town: tuple[OsmReport, Path]) -> None:
    report, out = town
    assert features(out, "toilets")["node/41"]["geometry"]["coordinates"] == [119.1035, 36.7035]
    assert report.repeated == 1


def test_hours_that_are_not_understood_are_null_counted_and_kept(
    town: tuple[OsmReport, Path],
) -> None:
    report, out = town
    toilet = properties(out, "toilets", "node/42")
    assert toilet["open_hours"] is None
    assert "Hours not understood: 8-18" in toilet["note"]
    assert report.hours_not_understood == 1
    assert [(hours.id, hours.text) for hours in report.hours_examples] == [("node/42", "8-18")]


def test_the_place_is_named_after_the_boundary_that_is_whole(town: tuple[OsmReport, Path]) -> None:
    place = read_place(town[1])
    assert place.name == ("示例区", "Sample District")
    assert place.boundary is not None
    assert place.boundary.bounds == (119.09, 36.69, 119.12, 36.72)
    assert place.draw_boundary
    assert (place.country, place.timezone) == ("CN", "Asia/Shanghai")
    assert place.metric_crs == "EPSG:32650"  # UTM 50N: 114° to 120° E
    assert place.attribution.en == "© OpenStreetMap contributors"
    assert place.licence.name == "Open Database License 1.0"
    assert place.licence.url == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert place.notice is not None
    assert "not a list of renovations" in place.notice.en
    assert str(place.data_date) == "2024-05-02"


def test_the_readme_says_where_it_is_from_and_what_was_left(town: tuple[OsmReport, Path]) -> None:
    text = (town[1] / "README.md").read_text(encoding="utf-8")
    for words in ("town.osm", "2024-05-02", "Open Database License", "node/53", "relation/900"):
        assert words in text


def test_the_report_is_json(town: tuple[OsmReport, Path]) -> None:
    report, _ = town
    content = json.loads(json.dumps(report.as_dict()))
    assert content["counts"]["toilets"] == 4
    assert content["left_out"][0] == {
        "layer": "parking",
        "reason": "fee_unknown",
        "count": 1,
        "examples": ["node/53"],
        "zh": "未说明是否收费",
        "en": "whether parking costs money is not said",
    }
    assert content["bounds"] == [119.1, 36.7, 119.118, 36.714]
    assert content["files"] == sorted(path.name for path in report.out.iterdir())


def test_the_store_takes_every_layer_file_as_it_is(town: tuple[OsmReport, Path]) -> None:
    report, out = town
    for name, layer in all_layers().items():
        data = (out / f"{name}.geojson").read_bytes()
        assert len(read_snapshot(layer, data, file=name)) == report.counts[name]


def test_each_broken_object_is_skipped_by_itself_with_its_reason(tmp_path: Path) -> None:
    report = import_osm(BROKEN, tmp_path / "place")
    assert tallies(report) == {
        ("parks", "missing_nodes"): ("way/2",),
        ("parks", "unclosed_ring"): ("way/3",),
        ("parks", "too_few_positions"): ("way/4", "way/5"),
        ("parks", "self_crossing"): ("way/6",),
        ("parks", "no_area"): ("way/8",),
        ("parks", "antimeridian"): ("way/9",),
        ("parks", "missing_members"): ("relation/1",),
        ("parks", "nested_relation"): ("relation/2",),
        ("parks", "ring_roles"): ("relation/3",),
        ("parks", "not_an_area"): ("relation/4", "relation/5"),
        ("parks", "no_position"): ("node/10",),
    }
    assert report.counts["parks"] == 2
    assert report.repaired == ("way/7",)
    parks = features(report.out, "parks")
    assert parks["way/7"]["properties"]["area_m2"] == parks["way/1"]["properties"]["area_m2"]


def test_an_outline_stays_where_its_relation_is_broken(tmp_path: Path) -> None:
    square = "".join(
        f'<node id="{number}" version="1" lon="{lon}" lat="{lat}"/>'
        for number, lon, lat in ((1, 119.1, 36.7), (2, 119.2, 36.7), (3, 119.2, 36.8))
    )
    report, _ = imported(
        tmp_path,
        f'{square}<way id="5" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>'
        '<tag k="leisure" v="park"/></way><relation id="6" version="1">'
        '<member type="way" ref="5" role="outer"/><member type="way" ref="7" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="leisure" v="park"/></relation>',
    )
    assert report.counts["parks"] == 1
    assert tallies(report) == {("parks", "missing_members"): ("relation/6",)}


@pytest.mark.parametrize("suffix", [".osm.gz", ".osm.bz2", ".osm.pbf"])
def test_every_format_gives_the_same_bytes(
    tmp_path: Path, town: tuple[OsmReport, Path], suffix: str
) -> None:
    packed = tmp_path / f"town{suffix}"
    if suffix == ".osm.pbf":
        with osmium.SimpleWriter(str(packed)) as writer:
            for item in osmium.FileProcessor(str(TOWN)):
                writer.add(item)
    else:
        pack = gzip.compress if suffix == ".osm.gz" else bz2.compress
        packed.write_bytes(pack(TOWN.read_bytes()))
    out = tmp_path / "place"
    import_osm(packed, out)
    assert content_of(out) == content_of(town[1])


def test_the_same_file_gives_the_same_bytes_again(
    tmp_path: Path, town: tuple[OsmReport, Path]
) -> None:
    import_osm(TOWN, tmp_path / "place")
    again = {path.name: path.read_bytes() for path in (tmp_path / "place").iterdir()}
    assert again == {path.name: path.read_bytes() for path in town[1].iterdir()}


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".md"}


def test_ways_may_carry_the_positions_of_their_nodes(tmp_path: Path) -> None:
    corners = ((1, 119.1, 36.7), (2, 119.101, 36.7), (3, 119.101, 36.701), (1, 119.1, 36.7))
    nodes = "".join(f'<nd ref="{ref}" lon="{lon}" lat="{lat}"/>' for ref, lon, lat in corners)
    report, _ = imported(
        tmp_path, f'<way id="5" version="1">{nodes}<tag k="leisure" v="park"/></way>'
    )
    assert report.counts["parks"] == 1


def test_objects_not_uploaded_yet_have_negative_ids_and_no_page(tmp_path: Path) -> None:
    report, out = imported(tmp_path, toilets(-7, 119.1, 36.7) + toilets(7, 119.1, 36.7))
    assert report.counts["toilets"] == 2
    assert properties(out, "toilets", "node/-7")["source_url"] is None
    assert properties(out, "toilets", "node/7")["source_url"] is not None


def test_an_object_that_a_newer_version_deletes_or_changes_is_not_there(tmp_path: Path) -> None:
    deleted = '<node id="1" version="2" visible="false"/>'
    changed = '<node id="2" version="2" lon="119.1" lat="36.7"><tag k="amenity" v="cafe"/></node>'
    old = "".join(toilets(number, 119.1, 36.7) for number in (1, 2, 3))
    report, out = imported(tmp_path, deleted + old + changed)
    assert list(features(out, "toilets")) == ["node/3"]
    assert report.repeated == 2


def test_text_that_is_not_utf8_is_skipped_and_warned_of(tmp_path: Path) -> None:
    source = tmp_path / "bytes.osm.pbf"
    with osmium.SimpleWriter(File(str(source), "pbf,pbf_compression=none")) as writer:
        for number, name in ((1, "MARKED"), (2, "plain")):
            tags = {"amenity": "toilets", "name": name}
            node = osmium.osm.mutable.Node(id=number, version=1, location=(119.1, 36.7), tags=tags)
            writer.add_node(node)
    source.write_bytes(source.read_bytes().replace(b"MARKED", b"\xff\xfeRKED"))
    report = import_osm(source, tmp_path / "place")
    assert report.counts["toilets"] == 1
    assert any("not UTF-8" in warning and "node/1" in warning for warning in report.warnings)


def test_hostile_text_is_kept_as_text(tmp_path: Path) -> None:
    name = "${alert(1)}`</script>\\<img onerror=x>"
    escaped = name.replace("<", "&lt;").replace(">", "&gt;")
    tags = f'<tag k="name" v="{escaped}"/><tag k="operator" v="a&#10;b&quot;"/>'
    _, out = imported(tmp_path, toilets(1, 119.1, 36.7, tags), name='"]\\\n=x')
    toilet = properties(out, "toilets", "node/1")
    assert (toilet["name"], toilet["operator"]) == (name, 'a b"')
    assert read_place(out).name.zh == '"]\\ =x'


def test_a_long_value_is_cut_and_the_feature_kept(tmp_path: Path) -> None:
    _, out = imported(tmp_path, toilets(1, 119.1, 36.7, f'<tag k="name" v="{"长" * 255}"/>'))
    assert properties(out, "toilets", "node/1")["name"] == "长" * 199 + "…"


def test_a_file_without_facilities_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    paid = toilets(1, 119.1, 36.7, '<tag k="access" v="private"/>')
    with pytest.raises(OsmFileError, match=r"no facility .*1 toilets \(not open to everybody\)"):
        imported(tmp_path, paid)
    with pytest.raises(OsmFileError, match="no facility of any layer; take a larger"):
        imported(tmp_path, "")
    assert [path.name for path in tmp_path.iterdir()] == ["hand.osm"]


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    import_osm(TOWN, tmp_path / "place", progress=lambda words, share: told.append((words, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert told[-1][0] == "完成 Done"
