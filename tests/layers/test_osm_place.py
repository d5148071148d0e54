"""The folder of an imported place: new, empty, old, or not to be had."""

from pathlib import Path

import pytest

from layers.errors import LayerError
from layers.osm import OsmFileError, import_osm
from layers.osm.place import write_place
from layers.place import read_place

TOWN = Path(__file__).parent / "osm_files" / "town.osm"
TOILET_IN_HELSINKI = """<osm version="0.6"><node id="1" version="1" lon="24.94" lat="60.17">
<tag k="amenity" v="toilets"/></node></osm>"""


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "place"
    out.mkdir()
    (out / "letter.txt").write_text("dear")
    with pytest.raises(LayerError, match="is not empty"):
        import_osm(TOWN, out)
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    with pytest.raises(LayerError, match="is a file; give a folder"):
        import_osm(TOWN, out / "letter.txt")


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "place"
    out.mkdir()
    monkeypatch.chdir(out)
    report = import_osm(TOWN, Path())
    assert sorted(path.name for path in out.iterdir()) == list(report.files)


def test_overwriting_replaces_the_old_place_and_leaves_other_files(tmp_path: Path) -> None:
    out = tmp_path / "place"
    import_osm(TOWN, out)
    (out / "letter.txt").write_text("dear")
    own = '{"type":"FeatureCollection","features":[\n]}\n'
    (out / "sunshades.geojson").write_text(own)
    (tmp_path / "one.osm").write_text(TOILET_IN_HELSINKI)
    report = import_osm(tmp_path / "one.osm", out, overwrite=True)
    assert report.files == ("README.md", "place.toml", "toilets.geojson")
    # The other layers and the boundary were the old import's; the sunshades are somebody's own.
    assert sorted(path.name for path in out.iterdir()) == [
        "README.md",
        "letter.txt",
        "place.toml",
        "sunshades.geojson",
        "toilets.geojson",
    ]
    assert (out / "sunshades.geojson").read_text() == own
    assert read_place(out).country == "FI"


def test_a_failed_import_leaves_the_old_place_whole(tmp_path: Path) -> None:
    out = tmp_path / "place"
    import_osm(TOWN, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (tmp_path / "cut.osm").write_bytes(TOWN.read_bytes()[:-200])
    with pytest.raises(OsmFileError, match="damaged"):
        import_osm(tmp_path / "cut.osm", out, overwrite=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.osm", "place"]


def test_a_place_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "new" / "place"
    with pytest.raises(LayerError, match="cannot be written: No such file"):
        write_place(out, {"parks.geojson": b"", "no folder/toilets.geojson": b""})
    with pytest.raises(LayerError, match=r"place\.toml"):
        write_place(out, {"parks.geojson": b"", "place.toml": b"name = 1"})
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(LayerError, match="cannot be written"):
        import_osm(TOWN, tmp_path / "file" / "place")


class Interrupted(BaseException):
    """A Ctrl-C at the worst moment."""


def test_an_interrupted_import_leaves_nothing(tmp_path: Path) -> None:
    def stop(words: str, _share: float) -> None:
        if "Writing" in words:
            raise Interrupted

    with pytest.raises(Interrupted):
        import_osm(TOWN, tmp_path / "place", progress=stop)
    assert list(tmp_path.iterdir()) == []
