"""Population rasters as others write them: every codec, the same cells; what is odd is refused."""

from __future__ import annotations

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from layers.planning import CoverageQuestion, PlanningError, Supply, answer_coverage
from layers.planning.geotiff import read_cells, read_raster, unpack_lzw
from layers.planning.raster import raster_rows
from layers.planning.result import Threshold
from tests.layers.planning.scene import PLANE, community, scene_of, toilet, town

GEOGRAPHIC = (1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326)
PEOPLE = np.arange(1, 7 * 5 + 1, dtype=np.float32).reshape(7, 5)


def tags(west, north, cell, keys=GEOGRAPHIC, no_data="-9999"):
    return [
        (33550, "d", 3, (cell, cell, 0.0), True),
        (33922, "d", 6, (0.0, 0.0, 0.0, west, north, 0.0), True),
        (34735, "H", len(keys), keys, True),
        (42113, "s", 0, no_data, True),
    ]


def written(path, values=PEOPLE, west=119.1, north=36.71, cell=0.001, **options):
    extra = options.pop("extratags", tags(west, north, cell))
    tifffile.imwrite(path, values, extratags=extra, metadata=None, **options)
    return path


def packed_lzw(data):
    """Pack bytes as TIFF 6.0 describes it, in the plainest way."""
    table, out, width, text = {bytes([n]): n for n in range(256)}, "", 9, b""
    out += f"{256:09b}"
    following = 258
    for number in data:
        longer = text + bytes([number])
        if longer in table:
            text = longer
            continue
        out += f"{table[text]:0{width}b}"
        table[longer] = following
        following += 1
        text = bytes([number])
        if following == 4094:
            out += f"{table[text]:0{width}b}{256:0{width}b}"
            table, width, following = {bytes([n]): n for n in range(256)}, 9, 258
            text = b""
        elif following + 1 > (1 << width):
            width += 1
    if text:
        out += f"{table[text]:0{width}b}"
    out += f"{257:0{width}b}"
    out += "0" * (-len(out) % 8)
    return int(out, 2).to_bytes(len(out) // 8, "big")


@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "uint16", "int32", "uint8"])
@pytest.mark.parametrize("options", [{}, {"rowsperstrip": 2}, {"tile": (16, 16)}])
def test_plain_and_deflated_cells_are_those_that_were_written(tmp_path, byteorder, dtype, options):
    for compression in (None, "zlib"):
        path = written(
            tmp_path / "p.tif",
            PEOPLE.astype(dtype),
            byteorder=byteorder,
            compression=compression,
            **options,
        )
        cells = read_cells(read_raster(path), (119.1, 36.703, 119.105, 36.71))

        assert cells.values.tolist() == PEOPLE.tolist()


def test_only_the_cells_that_a_box_meets_are_read(tmp_path):
    raster = read_raster(written(tmp_path / "p.tif", rowsperstrip=1))
    cells = read_cells(raster, (119.1015, 36.7065, 119.1025, 36.7075))

    # Columns 1 and 2, rows 2 and 3.
    assert (cells.first_row, cells.first_column) == (2, 1)
    assert cells.values.tolist() == [[12, 13], [17, 18]]
    x, y = raster.positions(np.array([2.0]), np.array([1.0]))
    assert (x[0], y[0]) == (pytest.approx(119.1015), pytest.approx(36.7075))


def test_a_box_beside_the_raster_has_no_cells(tmp_path):
    cells = read_cells(read_raster(written(tmp_path / "p.tif")), (100, 30, 101, 31))

    assert cells.values.size == 0


def test_no_data_is_nobody(tmp_path):
    values = PEOPLE.copy()
    values[0, 0] = -9999
    cells = read_cells(read_raster(written(tmp_path / "p.tif", values)), (119, 36, 120, 37))

    assert np.isnan(cells.values[0, 0])
    assert np.isfinite(cells.values).sum() == 34


@given(st.binary(max_size=3000))
def test_lzw_gives_back_what_was_packed(data):
    assert unpack_lzw(packed_lzw(data)) == data


def test_lzw_fills_its_table_and_begins_anew():
    data = np.random.default_rng(1).integers(0, 40, 30_000, dtype=np.uint8).tobytes()

    assert unpack_lzw(packed_lzw(data)) == data


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"extratags": []}, "names no reference system"),
        ({"extratags": [(34735, "H", len(GEOGRAPHIC), GEOGRAPHIC, True)]}, "where it lies"),
    ],
)
def test_what_does_not_say_where_it_lies_is_refused(tmp_path, options, words):
    with pytest.raises(PlanningError, match=words):
        read_raster(written(tmp_path / "p.tif", **options))


def test_what_is_no_raster_is_refused_with_its_name(tmp_path):
    (tmp_path / "people.tif").write_bytes(b"PK\x03\x04 nothing")

    with pytest.raises(PlanningError, match=r"people\.tif: it is no TIFF"):
        read_raster(tmp_path / "people.tif")
    with pytest.raises(PlanningError, match="no such file"):
        read_raster(tmp_path / "missing.tif")


def test_a_raster_cut_short_is_refused(tmp_path):
    path = written(tmp_path / "p.tif", np.ones((200, 200), np.float32), compression="zlib")
    data = path.read_bytes()
    raster = read_raster(path)
    with tifffile.TiffFile(path) as file:
        offset = file.pages[0].dataoffsets[0]
    path.write_bytes(data[: offset + 10] + bytes(len(data) - offset - 10))

    with pytest.raises(PlanningError, match="damaged"):
        read_cells(raster, (119.1, 36.6, 119.2, 36.71))


def test_the_people_of_a_raster_are_counted_where_the_middles_of_its_cells_lie(tmp_path):
    store = town(
        tmp_path / "town", toilets=[toilet(1, 100, 400)], communities=[community(1, 0, 0, 1)]
    )
    (west,), (north,) = PLANE.to_wgs84(np.array([(0.0, 500)]))
    cells = np.zeros((5, 3), np.float32)
    # About 89 m by 111 m: the first cell lies around (45, 445), the last of its row at (223, 445).
    cells[0, 0], cells[0, 2], cells[4, 0] = 70, 30, -2
    path = written(tmp_path / "p.tif", cells, float(west), float(north))
    scene = scene_of(store)

    rows = raster_rows(path, scene.ground)
    answer = answer_coverage(
        CoverageQuestion(Supply(), Threshold(110)), scene_of(store, demand=rows)
    )

    # 45 m down and 55 m along; 45 m down and 123 m along.
    assert answer.network.whole.total == 100
    assert answer.network.whole.served == 70
    assert answer.made.demand_unit.en == "people"
    assert [one.reason.en for one in answer.made.left_out] == [
        "its number of households is negative"
    ]
