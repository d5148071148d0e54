import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_FEATURES, UploadError, collectionOf, isRaster, rasterOf, tableRows, textOf, weights } from "../../api/browser/planning/uploads.js";
import { inEnglish } from "./finder-town.js";

const read = (text) => collectionOf(text, inEnglish);

test("a table's rows are points where they say so, and stay where they do not", () => {
  const { features } = read("\uFEFF小区,经度,纬度,户数\r\n\"西北,里\",119.1,36.7,100\r\n无名,,,50\r\n");

  assert.deepEqual(features, [
    { type: "Feature", geometry: { type: "Point", coordinates: [119.1, 36.7] }, properties: { 小区: "西北,里", 经度: 119.1, 纬度: 36.7, 户数: 100 } },
    { type: "Feature", geometry: null, properties: { 小区: "无名", 经度: "", 纬度: "", 户数: 50 } },
  ]);
});

test("cells may hold quotes, commas and line ends; tabs part them too", () => {
  assert.deepEqual(tableRows('a,"b ""c""\nd",\n\n1,2,3'), [["a", 'b "c"\nd', ""], ["1", "2", "3"]]);
  assert.deepEqual(tableRows("lon\tlat\r119.1\t36.7"), [["lon", "lat"], ["119.1", "36.7"]]);
  assert.deepEqual(tableRows(""), []);
});

test("files of Chinese offices are read, in UTF-8 and in GBK", () => {
  assert.equal(textOf(new TextEncoder().encode("户数").buffer), "户数");
  assert.equal(textOf(new Uint8Array([0xbb, 0xa7, 0xca, 0xfd]).buffer), "户数");
});

test("the column that counts people comes first, positions never count", () => {
  const collection = read("lon,lat,id,Population\n119.1,36.7,1,300");

  assert.deepEqual(weights(collection), ["Population", "id"]);
});

test("what cannot be used is refused in words", () => {
  for (const [text, words] of [
    ["{", "no whole JSON"],
    ['{"type":"Feature"}', "no GeoJSON FeatureCollection"],
    ['{"type":"FeatureCollection","features":[]}', "no row"],
    ['{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:4549"}},"features":[{}]}', "not WGS 84"],
    ["name,households\nA,3", "columns lon and lat"],
    [`lon,lat\n${"1,2\n".repeat(MOST_FEATURES + 1)}`, `${MOST_FEATURES + 1} rows`],
  ]) {
    assert.throws(() => read(text), (refused) => refused instanceof UploadError && refused.message.includes(words), words);
  }
});

test("a raster is told by its first bytes and sent as base64", () => {
  const tiff = new Uint8Array([0x49, 0x49, 42, 0, ...new Array(40_000).fill(7)]).buffer;
  const big = new Uint8Array([0x4d, 0x4d, 0, 43]).buffer;

  assert.deepEqual([tiff, big, new TextEncoder().encode("MM,1").buffer].map(isRaster), [true, true, false]);
  assert.equal(rasterOf(tiff).value, Buffer.from(tiff).toString("base64"));
});
