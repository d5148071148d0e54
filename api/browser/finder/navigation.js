// Links that lead to a facility in the map apps that people have on their phones: the same ones as
// api/navigation.py makes, held to them by one table of cases.

import { wgs84ToGcj02 } from "../map/gcj02.js";

/**
 * @typedef {object} NavigationLink
 * @property {"amap" | "baidu" | "tencent" | "apple" | "geo" | "osm"} app
 * @property {[string, string]} label What the button says, Chinese and English.
 * @property {string} href
 * @property {boolean} showsWay Whether the way there is shown at once; else only the place.
 */

/** @typedef {{lon: string, lat: string}} Position Degrees as links write them. */
/** @typedef {"foot" | "car"} Travel How people go there. */

const CHINA = "CN";

// To be confirmed, see api/navigation.py.
const APPLE_IS_SHIFTED_IN_CHINA = true;

const DECIMALS = 6;
const NAME_LENGTH = 60;

// What stands between words at best, what is not seen but changes what is, and what apps take a link
// apart at: see api/navigation.py.
// eslint-disable-next-line no-control-regex
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;
const SEPARATORS = /[,;:|()&=#%]/g;
// Their full-width forms lie as far away as all of ASCII's do.
const FULL_WIDTH = 0xfee0;

/**
 * The links to a facility for the map apps of a country, the usual one first.
 *
 * @param {object} destination
 * @param {number} destination.lon WGS 84 degrees.
 * @param {number} destination.lat
 * @param {string} destination.name
 * @param {Travel} destination.by
 * @param {string} destination.country ISO 3166-1 alpha-2 code of the place.
 * @param {string} destination.source Who sends people there.
 * @returns {NavigationLink[]}
 */
export function navigationLinks({ lon, lat, name, by, country, source }) {
  const there = written(lon, lat);
  const sender = encoded(source);
  const called = encoded(name) || sender;
  if (country !== CHINA) return [apple(there, by), geo(there, called), osm(there, by)];
  const [shiftedLon, shiftedLat] = wgs84ToGcj02(lon, lat);
  const shifted = written(shiftedLon, shiftedLat);
  return [
    amap(shifted, called, by, sender),
    baidu(shifted, called, sender),
    tencent(shifted, called, by, sender),
    apple(APPLE_IS_SHIFTED_IN_CHINA ? shifted : there, by),
    geo(there, called),
    amapPlace(shifted, called, sender),
  ];
}

/**
 * Whether a page is shown inside WeChat or QQ, where a link to another app does nothing.
 *
 * @param {string} userAgent
 */
export function isInsideWeChat(userAgent) {
  // QQ's chat calls itself "QQ/9.0"; its stand-alone browser is "MQQBrowser/15.0" and opens apps.
  return /MicroMessenger|(^|\s)QQ\/\d/i.test(userAgent);
}

/**
 * A name as every app can show it, and none takes for a part of its link.
 *
 * @param {string} name
 */
export function plainName(name) {
  const seen = name.replace(BREAKS, " ").replace(UNSEEN, "").trim().replace(/\s+/g, " ");
  const plain = seen.replace(SEPARATORS, (mark) => String.fromCharCode(mark.charCodeAt(0) + FULL_WIDTH));
  return Array.from(plain).slice(0, NAME_LENGTH).join("").trimEnd();
}

/** @param {string} name */
function encoded(name) {
  const marks = /[!'()*]/g;
  return encodeURIComponent(plainName(name)).replace(
    marks,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * @param {number} lon
 * @param {number} lat
 * @returns {Position}
 */
function written(lon, lat) {
  return { lon: lon.toFixed(DECIMALS), lat: lat.toFixed(DECIMALS) };
}

/**
 * @param {Position} there
 * @param {string} name
 * @param {Travel} by
 * @param {string} source
 * @returns {NavigationLink}
 */
function amap(there, name, by, source) {
  const mode = { foot: "walk", car: "car" }[by];
  const to = `${there.lon},${there.lat},${name}`;
  const href = `https://uri.amap.com/navigation?to=${to}&mode=${mode}&src=${source}&callnative=1`;
  return { app: "amap", label: ["高德地图", "Amap"], href, showsWay: true };
}

/**
 * @param {Position} there
 * @param {string} name
 * @param {string} source
 * @returns {NavigationLink}
 */
function amapPlace(there, name, source) {
  const position = `${there.lon},${there.lat}`;
  const href =
    `https://uri.amap.com/marker?position=${position}&name=${name}` +
    `&src=${source}&coordinate=gaode&callnative=1`;
  return { app: "amap", label: ["高德地图（只看位置）", "Amap (the place)"], href, showsWay: false };
}

/**
 * @param {Position} there
 * @param {string} name
 * @param {string} source
 * @returns {NavigationLink}
 */
function baidu(there, name, source) {
  const href =
    `https://api.map.baidu.com/marker?location=${there.lat},${there.lon}&title=${name}` +
    `&content=${name}&output=html&coord_type=gcj02&src=webapp.${source}.facilities`;
  return { app: "baidu", label: ["百度地图", "Baidu Maps"], href, showsWay: false };
}

/**
 * @param {Position} there
 * @param {string} name
 * @param {Travel} by
 * @param {string} source
 * @returns {NavigationLink}
 */
function tencent(there, name, by, source) {
  const mode = { foot: "walk", car: "drive" }[by];
  const href =
    `https://apis.map.qq.com/uri/v1/routeplan?type=${mode}&to=${name}` +
    `&tocoord=${there.lat},${there.lon}&coord_type=2&referer=${source}`;
  return { app: "tencent", label: ["腾讯地图", "Tencent Maps"], href, showsWay: true };
}

/**
 * @param {Position} there
 * @param {Travel} by
 * @returns {NavigationLink}
 */
function apple(there, by) {
  const flag = { foot: "w", car: "d" }[by];
  const href = `https://maps.apple.com/?daddr=${there.lat},${there.lon}&dirflg=${flag}`;
  return { app: "apple", label: ["苹果地图", "Apple Maps"], href, showsWay: true };
}

/**
 * @param {Position} there
 * @param {string} name
 * @returns {NavigationLink}
 */
function geo(there, name) {
  const where = `${there.lat},${there.lon}`;
  const href = `geo:${where}?q=${where}(${name})`;
  return { app: "geo", label: ["其他地图应用", "Another map app"], href, showsWay: false };
}

/**
 * @param {Position} there
 * @param {Travel} by
 * @returns {NavigationLink}
 */
function osm(there, by) {
  const engine = { foot: "fossgis_osrm_foot", car: "fossgis_osrm_car" }[by];
  const to = `${there.lat}%2C${there.lon}`;
  const href = `https://www.openstreetmap.org/directions?engine=${engine}&to=${to}`;
  return { app: "osm", label: ["OpenStreetMap 路线", "OpenStreetMap"], href, showsWay: true };
}
