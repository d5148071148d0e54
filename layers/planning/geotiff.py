"""The cells of a GeoTIFF that lie in a box: only the strips or tiles that it meets are decoded.

tifffile reads the file's structure. The codecs that population rasters come in are decoded here:
with a library of codecs it would be thirty times as large.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tifffile

from geo.crs import Datum, UnknownDatumError, datum_named
from geo.geodesic import FloatArray
from layers._layer import Text
from layers.planning.errors import PlanningError

# TIFF 6.0 and its supplements.
NONE, LZW, DEFLATE, OLD_DEFLATE = 1, 5, 8, 32946
NO_PREDICTOR, INTEGER_PREDICTOR, FLOAT_PREDICTOR = 1, 2, 3
CLEAR, END, FIRST_CODE, LONGEST_BITS = 256, 257, 258, 12
# Of a district, a raster of 10 m has some millions.
MOST_CELLS = 20_000_000


@dataclass(frozen=True, eq=False)
class Cells:
    """A window of a raster.

    Parameters
    ----------
    values
        From north to south and from west to east, NaN where there are no data, shape (r, c).
    first_row, first_column
        Where the window begins.
    """

    values: FloatArray
    first_row: int
    first_column: int


@dataclass(frozen=True, eq=False)
class Raster:
    """What a GeoTIFF says of itself.

    Parameters
    ----------
    datum
        What its positions refer to.
    affine
        x = a + b column + c row and y = d + e column + f row, at the corner of a cell.
    no_data
        The value that stands for none.
    """

    path: Path
    shape: tuple[int, int]
    datum: Datum
    affine: tuple[float, float, float, float, float, float]
    no_data: float | None

    def positions(self, rows: FloatArray, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return x and y of the middles of cells."""
        a, b, c, d, e, f = self.affine
        rows, columns = rows + 0.5, columns + 0.5
        return a + b * columns + c * rows, d + e * columns + f * rows

    def cells_at(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the fractional rows and columns of positions."""
        a, b, c, d, e, f = self.affine
        det = b * f - c * e
        column = (f * (x - a) - c * (y - d)) / det
        return (b * (y - d) - e * (x - a)) / det, column


def read_raster(path: Path) -> Raster:
    """Return what a GeoTIFF says of itself.

    Raises
    ------
    PlanningError
        It is no GeoTIFF with one band, or says not where it lies.
    """
    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages[0]
            assert isinstance(page, tifffile.TiffPage)
            if page.samplesperpixel != 1 or page.dtype is None:
                raise _refused(path, "不是单波段栅格", "it has not exactly one band")
            return Raster(
                path,
                (page.imagelength, page.imagewidth),
                _datum(path, page.geotiff_tags or {}),
                _affine(path, page.geotiff_tags or {}),
                _no_data(page),
            )
    except FileNotFoundError as fault:
        raise _refused(path, "文件不存在", "there is no such file") from fault
    except (tifffile.TiffFileError, OSError, ValueError, KeyError, IndexError) as fault:
        raise _refused(path, f"不是 TIFF（{fault}）", f"it is no TIFF ({fault})") from fault


def read_cells(raster: Raster, bounds: tuple[float, float, float, float]) -> Cells:
    """Return the cells that a box meets, in the raster's own coordinates: west, south, east, north.

    Raises
    ------
    PlanningError
        The box holds too many cells, or they are packed in a way that is not read here.
    """
    west, south, east, north = bounds
    corners = np.array([west, west, east, east]), np.array([south, north, south, north])
    rows, columns = raster.cells_at(*corners)
    top, bottom = _span(rows, raster.shape[0])
    left, right = _span(columns, raster.shape[1])
    size = (max(0, bottom - top), max(0, right - left))
    if size[0] * size[1] > MOST_CELLS:
        raise _refused(raster.path, "范围内格网太多", "too many of its cells lie in the place")
    values = np.full(size, np.nan)
    if values.size:
        _fill(raster, values, top, left)
    return Cells(values, top, left)


def _span(numbers: FloatArray, most: int) -> tuple[int, int]:
    low, high = np.clip([np.floor(numbers.min()), np.ceil(numbers.max())], 0, most)
    return int(low), int(high)


def _fill(raster: Raster, values: FloatArray, top: int, left: int) -> None:
    """Write the cells of all segments that meet a window into it."""
    bottom, right = top + values.shape[0], left + values.shape[1]
    with tifffile.TiffFile(raster.path) as file:
        page = file.pages[0]
        assert isinstance(page, tifffile.TiffPage)
        high, wide = (
            (page.tilelength, page.tilewidth)
            if page.is_tiled
            else (min(page.rowsperstrip, page.imagelength), page.imagewidth)
        )
        across = -(-page.imagewidth // wide)
        for row in range(top // high, -(-bottom // high)):
            for column in range(left // wide, -(-right // wide)):
                segment = _segment(raster, file, page, row * across + column, (high, wide))
                if segment is None:
                    continue
                y, x = row * high, column * wide
                y0, y1 = max(y, top), min(y + segment.shape[0], bottom)
                x0, x1 = max(x, left), min(x + wide, right)
                part = segment[y0 - y : y1 - y, x0 - x : x1 - x]
                values[y0 - top : y1 - top, x0 - left : x1 - left] = part
    if raster.no_data is not None:
        values[values == raster.no_data] = np.nan


def _segment(
    raster: Raster,
    file: tifffile.TiffFile,
    page: tifffile.TiffPage,
    number: int,
    size: tuple[int, int],
) -> FloatArray | None:
    """Return one strip or tile as numbers; None for one that is left out of a sparse file."""
    length = page.databytecounts[number]
    if not length:
        return None
    file.filehandle.seek(page.dataoffsets[number])
    packed = file.filehandle.read(length)
    assert page.dtype is not None
    dtype = np.dtype(page.dtype).newbyteorder(file.byteorder)
    rows = size[0] if page.is_tiled else min(size[0], page.imagelength - number * size[0])
    data = _unpacked(raster.path, packed, int(page.compression))
    count = rows * size[1]
    if len(data) < count * dtype.itemsize:
        raise _refused(raster.path, "数据不完整", "it is cut short")
    data = data[: count * dtype.itemsize]
    predictor = int(page.predictor or NO_PREDICTOR)
    if predictor == FLOAT_PREDICTOR:
        # The bytes of a row are apart by significance, as differences (TIFF Technical Note 3).
        raw = np.frombuffer(data, np.uint8).reshape(rows, -1)
        summed = np.cumsum(raw, axis=1, dtype=np.uint8).reshape(rows, dtype.itemsize, size[1])
        whole = np.ascontiguousarray(summed.transpose(0, 2, 1))
        return whole.view(dtype.newbyteorder(">")).reshape(rows, size[1]).astype(np.float64)
    cells = np.frombuffer(data, dtype).reshape(rows, size[1])
    if predictor == INTEGER_PREDICTOR:
        native = cells.astype(dtype.newbyteorder("="))
        cells = np.cumsum(native, axis=1, dtype=native.dtype)
    return cells.astype(np.float64)


def _unpacked(path: Path, packed: bytes, compression: int) -> bytes:
    try:
        if compression == NONE:
            return packed
        if compression in (DEFLATE, OLD_DEFLATE):
            return zlib.decompress(packed)
        if compression == LZW:
            return unpack_lzw(packed)
    except (zlib.error, IndexError, ValueError) as fault:
        raise _refused(path, f"数据损坏（{fault}）", f"it is damaged ({fault})") from fault
    raise _refused(
        path,
        f"压缩方式 {compression} 不支持，请用 gdal_translate -co COMPRESS=DEFLATE 转换",
        f"its compression {compression} is not read here; convert it: "
        "gdal_translate -co COMPRESS=DEFLATE",
    )


def unpack_lzw(packed: bytes) -> bytes:
    """Return what TIFF's LZW packed (TIFF 6.0, section 13: codes from the highest bit on)."""
    table: list[bytes] = [bytes([number]) for number in range(256)] + [b"", b""]
    out = bytearray()
    held, bits, width, last = 0, 0, 9, b""
    for byte in packed:
        held = (held << 8) | byte
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == END:
            break
        if code == CLEAR:
            del table[FIRST_CODE:]
            width, last = 9, b""
            continue
        if last:
            # A code that is not there yet is the last text with its own first byte.
            text = table[code] if code < len(table) else last + last[:1]
            table.append(last + text[:1])
        else:
            text = table[code]
        out += text
        last = text
        # One code early, as all writers do.
        if len(table) + 1 >= 1 << width and width < LONGEST_BITS:
            width += 1
    return bytes(out)


def _affine(path: Path, tags: dict[str, Any]) -> tuple[float, float, float, float, float, float]:
    matrix = tags.get("ModelTransformation")
    if matrix is not None:
        m = np.asarray(matrix, np.float64).reshape(4, 4)
        a, b, c, d, e, f = (m[0, 3], m[0, 0], m[0, 1], m[1, 3], m[1, 0], m[1, 1])
    elif "ModelPixelScale" in tags and "ModelTiepoint" in tags:
        wide, high = (float(one) for one in tags["ModelPixelScale"][:2])
        column, row, _, x, y, *_ = (float(one) for one in tags["ModelTiepoint"])
        a, b, c, d, e, f = x - column * wide, wide, 0.0, y + row * high, 0.0, -high
    else:
        raise _refused(path, "没有坐标定位", "it does not say where it lies")
    if int(tags.get("GTRasterTypeGeoKey", 1)) == 2:
        # Its positions are those of the middles of cells.
        a, d = a - (b + c) / 2, d - (e + f) / 2
    return float(a), float(b), float(c), float(d), float(e), float(f)


def _datum(path: Path, tags: dict[str, Any]) -> Datum:
    for key in ("ProjectedCSTypeGeoKey", "GeographicTypeGeoKey"):
        code = int(tags.get(key, 0))
        if 0 < code < 32767:
            try:
                return datum_named(f"EPSG:{code}")
            except UnknownDatumError as fault:
                raise _refused(path, f"坐标系 EPSG:{code} 未知", str(fault)) from fault
    raise _refused(
        path,
        "没有注明坐标系（EPSG 代码），请用 gdal_translate -a_srs EPSG:4326 写明",
        "it names no reference system by EPSG code; write it: gdal_translate -a_srs EPSG:4326",
    )


def _no_data(page: tifffile.TiffPage) -> float | None:
    tag = page.tags.get("GDAL_NODATA")
    try:
        return None if tag is None else float(str(tag.value).strip("\x00 "))
    except ValueError:
        return None


def _refused(path: Path, zh: str, en: str) -> PlanningError:
    return PlanningError(
        Text(f"无法读取栅格 {path.name}：{zh}。", f"Cannot read {path.name}: {en}.")
    )
