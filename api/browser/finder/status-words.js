// A status as a resident reads it: 免费至明早 8:00 · 限停 2 小时. The same words as the server's
// (layers/hours/status_words.py).

import { localTime } from "./local-time.js";

/**
 * @typedef {import("./types.js").Status} Status
 * @typedef {import("./local-time.js").LocalTime} LocalTime
 * @typedef {"zh" | "en"} Lang
 */

const DAY_MS = 86_400_000;

// From Sunday on, as JavaScript counts.
const WEEKDAYS = {
  zh: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @type {Readonly<Record<string, Readonly<Record<Lang, string>>>>} */
const WHOLLY = {
  always: { zh: "全天开放", en: "Always open" },
  facility_closed: { zh: "已关闭", en: "Closed" },
  facility_under_construction: { zh: "建设中", en: "Under construction" },
  facility_planned: { zh: "规划中", en: "Planned" },
  facility_status_unknown: { zh: "状态未知", en: "Status unknown" },
  data_too_old: { zh: "离线数据已过期，时段未知", en: "Saved data too old, hours unknown" },
};
/** @type {Readonly<Record<string, Readonly<Record<Lang, string>>>>} */
const WARNINGS = {
  calendar_unpublished: { zh: "放假安排未公布，以现场为准", en: "holidays not yet published, see the sign" },
  hours_invalid: { zh: "时段填写有误", en: "hours wrongly entered" },
  time_out_of_range: { zh: "日期超出范围", en: "date out of range" },
};

/**
 * Say a status in words. What makes it uncertain is said too.
 * @param {Status} status
 * @param {number} minute  Minute of the epoch that the status is for; tomorrow is counted from it.
 * @param {Lang} lang
 * @param {string} timezone  The place's own.
 */
export function statusInWords(status, minute, lang, timezone) {
  const parts = status.reason in WHOLLY ? [WHOLLY[status.reason][lang]] : partsOf(status, minute, lang, timezone);
  if (status.state === "free" && status.maxStayMinutes !== null) {
    const limit = duration(status.maxStayMinutes, lang);
    parts.push(lang === "zh" ? `限停 ${limit}` : `stay up to ${limit}`);
  }
  if (status.warning !== null) parts.push(WARNINGS[status.warning][lang]);
  return parts.join(" · ");
}

/**
 * What holds, and what comes next where that helps to decide.
 * @param {Status} status
 * @param {number} minute
 * @param {Lang} lang
 * @param {string} timezone
 */
function partsOf(status, minute, lang, timezone) {
  const { state, until, nextState } = status;
  const isEnd = state === "free" || nextState === "closed";
  const when = until === null ? null : moment(localTime(until, timezone), localTime(minute, timezone), lang, isEnd);
  if (state === "free") return [free(status, when, lang)];
  if (state === "unknown") return [{ zh: "时段未知", en: "Hours unknown" }[lang]];
  const now = (state === "paid" ? { zh: "收费", en: "Paid" } : { zh: "已关闭", en: "Closed" })[lang];
  return when === null || nextState === "unknown" ? [now] : [now, next(status, when, lang)];
}

/**
 * @param {Status} status
 * @param {string | null} when
 * @param {Lang} lang
 */
function free({ sort, nextState }, when, lang) {
  const charges = sort === "free_hours";
  const now = (charges ? { zh: "免费", en: "Free" } : { zh: "开放", en: "Open" })[lang];
  if (when === null) return now;
  const until = lang === "zh" ? `${now}至${spaced(when)}` : `${now} until ${when}`;
  if (!charges || nextState !== "closed") return until;
  return lang === "zh" ? `${until}，届时关闭` : `${until}, then closed`;
}

/**
 * @param {Status} status
 * @param {string} when
 * @param {Lang} lang
 */
function next({ sort, nextState }, when, lang) {
  if (nextState === "closed") return lang === "zh" ? `${when} 关闭` : `closes ${when}`;
  if (nextState === "free" && sort === "free_hours") return lang === "zh" ? `${when} 起免费` : `free from ${when}`;
  return lang === "zh" ? `${when} 开放` : `opens ${when}`;
}

/**
 * A time as seen from another: 18:00, 明早 8:00, 周三 8:00, 10月8日 8:00.
 *
 * What ends at midnight ends at 24:00 of its day; what starts then starts at 0:00 of the next.
 * @param {LocalTime} when
 * @param {LocalTime} now
 * @param {Lang} lang
 * @param {boolean} isEnd
 */
function moment(when, now, lang, isEnd) {
  const endsAtMidnight = isEnd && when.hour === 0 && when.minute === 0;
  const day = new Date(utcDay(when) - (endsAtMidnight ? DAY_MS : 0));
  const hour = endsAtMidnight ? 24 : when.hour;
  const clock = `${hour}:${String(when.minute).padStart(2, "0")}`;
  const days = (day.getTime() - utcDay(now)) / DAY_MS;
  if (days <= 0) return clock;
  const weekday = WEEKDAYS[lang][day.getUTCDay()];
  if (lang === "en") {
    if (days < 7) return `${clock} ${days === 1 ? "tomorrow" : weekday}`;
    return `${clock} on ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
  }
  if (days === 1) return `${hour >= 5 && hour < 12 ? "明早" : "明天"} ${clock}`;
  return days < 7 ? `${weekday} ${clock}` : `${day.getUTCMonth() + 1}月${day.getUTCDate()}日 ${clock}`;
}

/** @param {LocalTime} time */
function utcDay({ year, month, day }) {
  return Date.UTC(year, month - 1, day);
}

/**
 * Put a space between a Chinese word and a figure.
 * @param {string} when
 */
function spaced(when) {
  return /^\d/.test(when) ? ` ${when}` : when;
}

/**
 * @param {number} minutes
 * @param {Lang} lang
 */
function duration(minutes, lang) {
  if (minutes % 60) return lang === "zh" ? `${minutes} 分钟` : `${minutes} min`;
  return lang === "zh" ? `${minutes / 60} 小时` : `${minutes / 60} h`;
}
