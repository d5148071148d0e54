// What somebody brings to a question: a GeoJSON file or a table with positions, as GeoJSON.

/** @import { Translate } from "./types.js" */

/** @typedef {GeoJSON.FeatureCollection<GeoJSON.Geometry | null, Record<string, unknown> | null>} Collection */

// What fits in a question of the service (api/bodies.py).
export const MOST_FEATURES = 100_000;
export const MOST_BYTES = 12_000_000;

const LON = ["lon", "lng", "longitude", "x", "经度"];
const LAT = ["lat", "latitude", "y", "纬度"];
// What usually says how many live somewhere, the most usual first.
const WEIGHTS = ["households", "户数", "population", "人口", "居民数", "人数", "dwellings", "weight"];

/** What is wrong with a file, in words. */
export class UploadError extends Error {}

/**
 * A raster as a process takes it by value (OGC 18-062r2, qualifiedInputValue).
 * @param {ArrayBuffer} bytes
 */
export function rasterOf(bytes) {
  const parts = [];
  // Longer lists of arguments are refused by browsers.
  for (let at = 0; at < bytes.byteLength; at += 32_768) {
    parts.push(String.fromCharCode(...new Uint8Array(bytes.slice(at, at + 32_768))));
  }
  return { value: btoa(parts.join("")), mediaType: "image/tiff; application=geotiff", encoding: "base64" };
}

/** Whether a file is a TIFF, in either order of bytes, small or big. @param {ArrayBuffer} bytes */
export function isRaster(bytes) {
  const [first, second, third, fourth] = new Uint8Array(bytes.slice(0, 4));
  const little = first === 0x49 && second === 0x49 && (third === 42 || third === 43) && fourth === 0;
  const big = first === 0x4d && second === 0x4d && third === 0 && (fourth === 42 || fourth === 43);
  return little || big;
}

/**
 * The text of a file: UTF-8, else what Chinese offices write.
 * @param {ArrayBuffer} bytes
 */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gbk").decode(bytes);
  }
}

/**
 * A file's features. A table has a column of longitudes and one of latitudes, in WGS 84 degrees.
 * @param {string} text
 * @param {Translate} t
 * @returns {Collection}
 */
export function collectionOf(text, t) {
  const plain = text.replace(/^\uFEFF/, "");
  const found = /^\s*\{/.test(plain) ? readGeoJson(plain, t) : readTable(plain, t);
  if (!found.features.length) throw new UploadError(t("文件里一行也没有。"));
  if (found.features.length > MOST_FEATURES) {
    throw new UploadError(t("文件有 {count} 行，最多 {most} 行。", { count: found.features.length, most: MOST_FEATURES }));
  }
  return found;
}

/** @param {string} text @param {Translate} t @returns {Collection} */
function readGeoJson(text, t) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new UploadError(t("不是完整的 JSON 文件。"));
  }
  if (read.type !== "FeatureCollection" || !Array.isArray(read.features)) {
    throw new UploadError(t("不是 GeoJSON 的 FeatureCollection。"));
  }
  if (read.crs && !/CRS84|4326|4490/.test(JSON.stringify(read.crs))) {
    throw new UploadError(t("坐标系不是 WGS 84，请先转换为经纬度。"));
  }
  return read;
}

/** @param {string} text @param {Translate} t @returns {Collection} */
function readTable(text, t) {
  const [head = [], ...rows] = tableRows(text);
  const names = head.map((name) => name.trim());
  const place = (/** @type {string[]} */ wanted) => names.findIndex((name) => wanted.includes(name.toLowerCase()));
  const [lon, lat] = [place(LON), place(LAT)];
  if (lon < 0 || lat < 0) throw new UploadError(t("表格里要有“经度”“纬度”两列（或 lon、lat）。"));
  const features = rows.map((cells) => {
    const at = [Number(cells[lon] || NaN), Number(cells[lat] || NaN)];
    const known = at.every(Number.isFinite);
    return {
      type: /** @type {const} */ ("Feature"),
      geometry: known ? { type: /** @type {const} */ ("Point"), coordinates: at } : null,
      properties: Object.fromEntries(names.map((name, column) => [name, typed(cells[column] ?? "")])),
    };
  });
  return { type: "FeatureCollection", features };
}

/** @param {string} cell */
function typed(cell) {
  const text = cell.trim();
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * The rows of a CSV or tab-separated text, cells in quotes too (RFC 4180); empty lines are left out.
 * @param {string} text
 * @returns {string[][]}
 */
export function tableRows(text) {
  const sign = text.slice(0, text.search(/[\r\n]|$/)).includes("\t") ? "\t" : ",";
  /** @type {string[][]} */
  const rows = [[]];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${sign}\\r\\n][^${sign}\\r\\n]*)|)(${sign}|\\r\\n|\\r|\\n|$)`, "gy");
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    const [, quoted, plain, end] = found;
    rows[rows.length - 1].push(quoted === undefined ? (plain ?? "") : quoted.replace(/""/g, '"'));
    if (end === "") break;
    if (end !== sign) rows.push([]);
  }
  return rows.filter((row) => row.some((each) => each.trim() !== ""));
}

/** The properties that hold numbers, the likeliest to say how many live there first. @param {Collection} collection */
export function weights({ features }) {
  const names = new Set(features.slice(0, 100).flatMap(({ properties }) => Object.keys(properties ?? {})));
  const numeric = [...names].filter((name) => features.slice(0, 100).some(({ properties }) => typeof properties?.[name] === "number"));
  const own = numeric.filter((name) => ![...LON, ...LAT].includes(name.toLowerCase()));
  const rank = (/** @type {string} */ name) => (WEIGHTS.indexOf(name.toLowerCase()) + 1 || WEIGHTS.length + 1);
  return own.sort((a, b) => rank(a) - rank(b));
}
