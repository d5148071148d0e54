// Numbers, distances and durations in words. Messages are Chinese and are handed to the page's `t`.

/** @typedef {import("./types.js").Translate} Translate */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A number with its thousands apart and at most two decimals, the same in both languages.
 * @param {number} value
 */
export function plainNumber(value) {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/**
 * A distance in words: 10 米 at least and to ten metres below a kilometre, then to a tenth of one, from
 * ten kilometres on to whole ones. A phone knows its position no better.
 * @param {number} distance_m
 * @param {Translate} t
 */
export function distanceWords(distance_m, t) {
  const tens = Math.max(10, Math.round(distance_m / 10) * 10);
  if (tens < 1000) return t("{distance} 米", { distance: tens });
  const tenths = Math.round(distance_m / 100) / 10;
  if (tenths < 10) return t("{distance} 公里", { distance: tenths.toFixed(1) });
  return t("{distance} 公里", { distance: plainNumber(Math.round(distance_m / 1000)) });
}

/**
 * Minutes on foot in words, in whole ones and rounded up, since the way is longer than the line.
 * @param {number} minutes
 * @param {Translate} t
 */
export function walkWords(minutes, t) {
  return t("步行约 {duration}", { duration: durationWords(Math.max(1, Math.ceil(minutes)), t) });
}

/**
 * One of the eight winds in words.
 * @param {number} index  0 is north, 1 north-east.
 * @param {Translate} t
 */
export function compassWords(index, t) {
  return [t("北"), t("东北"), t("东"), t("东南"), t("南"), t("西南"), t("西"), t("西北")][index];
}

/**
 * A duration in words: 30 分钟, 2 小时, 1 小时 30 分钟.
 * @param {number} minutes  Whole.
 * @param {Translate} t
 */
export function durationWords(minutes, t) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return t("{minutes} 分钟", { minutes: rest });
  if (!rest) return t("{hours} 小时", { hours });
  return t("{hours} 小时 {minutes} 分钟", { hours, minutes: rest });
}

/**
 * A date in words: 2021年8月19日, 19 Aug 2021; without the year where it is left out.
 * @param {{ year?: number, month: number, day: number }} date
 * @param {Translate} t
 */
export function dateWords({ year, month, day }, t) {
  const values = { month, day, month_name: MONTHS[month - 1] };
  return year === undefined
    ? t("{month}月{day}日", values)
    : t("{year}年{month}月{day}日", { ...values, year });
}

/**
 * A date as JSON has it (2021-08-19, with or without a time) in words; any other text stays as it is.
 * @param {string} text
 * @param {Translate} t
 */
export function isoDateWords(text, t) {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(text) ?? []).map(Number);
  return month >= 1 && month <= 12 ? dateWords({ year, month, day }, t) : text;
}
