// Figures as a planner reads them: whole households, a share to a tenth, metres; never a bare dash for zero.

/** @import { BothWords, Translate } from "./types.js" */

/** A number of people, homes or rows: whole, with its thousands apart. @param {number} value */
export function whole(value) {
  return Math.round(value).toLocaleString("en-US");
}

/**
 * A share in percent to a tenth. What is not all is never said to be all, nor what is not nothing
 * nothing; where there is nobody there is no share.
 * @param {number | null} share
 */
export function percent(share) {
  if (share === null) return "—";
  const tenths = Math.round(share * 1000) / 10;
  if (tenths === 100 && share < 1) return "99.9%";
  if (tenths === 0 && share > 0) return "0.1%";
  return `${tenths.toFixed(1)}%`;
}

/** How much a share has changed, in points to a tenth, with its sign. @param {number} before @param {number} after */
export function points(before, after) {
  return signed(Math.round((after - before) * 1000) / 10, 1);
}

/** A change with its sign; nothing is ±0. @param {number} value @param {number} [digits] */
export function signed(value, digits = 0) {
  const rounded = Number(value.toFixed(digits));
  const size = Math.abs(rounded).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (rounded === 0) return `±${size}`;
  return rounded > 0 ? `+${size}` : `−${size}`;
}

/** A distance in whole metres; null where nothing is reached. @param {number | null} metres @param {Translate} t */
export function metresWords(metres, t) {
  return metres === null ? t("不可达") : t("{metres} 米", { metres: whole(metres) });
}

/** An area: square metres below a hectare, then square kilometres to three digits. @param {number} area_m2 @param {Translate} t */
export function areaWords(area_m2, t) {
  if (area_m2 < 10_000) return t("{area} 平方米", { area: whole(area_m2) });
  const digits = area_m2 < 1e6 ? 3 : area_m2 < 1e7 ? 2 : 1;
  return t("{area} 平方公里", { area: (area_m2 / 1e6).toFixed(digits) });
}

/** How much each has of something small: three digits that say something. @param {number} value */
export function small(value) {
  if (value === 0) return "0";
  return value >= 100 ? whole(value) : String(Number(value.toPrecision(3)));
}

/** Words of an answer in a language. @param {BothWords} words @param {"zh" | "en"} lang */
export function inWords({ zh, en }, lang) {
  return lang === "en" ? en || zh : zh;
}
