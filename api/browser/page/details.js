// What a card tells below its buttons: the hours of the week, what there is, source and date.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { WeekDay } from "../finder/week.js"
 * @import { LayerConfig, Words } from "../types.js"
 * @import { Finder } from "./finder.js"
 */

import { isoDateWords } from "../finder/formats.js";
import { weekOf } from "../finder/week.js";
import { element } from "../map/dom.js";
import { valueWords, webLink } from "../map/words.js";
import { facilityAddress, fieldOf, local } from "./entry.js";
import { nowMinute } from "./finder.js";
import { N, said, t } from "../settings.js";

// Told elsewhere on the card, or of no use to a reader of it.
const NOT_IN_TABLE = new Set([
  "name", "name_en", "address", "subdistrict", "status", "position", "source", "source_url",
  "verified_on", "updated_at", "access_point", "entrances",
]);
const WEEKDAYS = [N("周一"), N("周二"), N("周三"), N("周四"), N("周五"), N("周六"), N("周日")];
/** @type {Record<string, Record<string, string>>} */
const STATES = {
  free_hours: { free: N("免费"), paid: N("收费"), closed: N("关闭"), unknown: N("未知") },
  open_hours: { free: N("开放"), paid: N("收费"), closed: N("关闭"), unknown: N("未知") },
};

/**
 * @param {LayerConfig} layer
 * @param {Facility} facility
 * @param {Finder} finder
 */
export function details(layer, facility, finder) {
  return [hours(layer, facility, finder), table(layer, facility, finder), origin(facility), whole(facility)].filter(
    (part) => part !== null,
  );
}

/** The hours as they are written, and the coming seven days by the real calendar. @param {LayerConfig} layer @param {Facility} facility @param {Finder} finder */
function hours(layer, facility, finder) {
  const { properties, course } = facility;
  if (!layer.hoursField) return null;
  const field = fieldOf(layer, layer.hoursField);
  const value = properties[layer.hoursField];
  if (!field || !value) return null;
  const { data } = finder.source;
  const week = data && course && !course.settled ? weekOf(data, course, nowMinute()) : [];
  return element(
    "section",
    { class: "card-hours" },
    element("h3", {}, said(field.label)),
    element("p", {}, local(said(valueWords(field, value, finder.source.hoursOf(layer.name))))),
    week.length && !course?.constant ? weekTable(week, layer) : null,
    week.some(({ provisional }) => provisional)
      ? element("p", { class: "meta" }, t("部分日期的放假安排尚未公布，以现场为准。"))
      : null,
  );
}

/** @param {WeekDay[]} week @param {LayerConfig} layer */
function weekTable(week, layer) {
  const states = STATES[layer.hoursField ?? ""] ?? STATES.open_hours;
  const rows = week.map(({ weekday, month, day, parts }, place) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, `${t(WEEKDAYS[weekday])} ${month}/${day}`),
      element(
        "td",
        {},
        ...parts.map(({ state, from, to }) =>
          element("span", { class: "day-part", "data-state": state }, `${from}–${to} ${t(states[state])}`),
        ),
      ),
      place === 0 ? element("td", { class: "meta" }, t("今天")) : element("td"),
    ),
  );
  return element(
    "details",
    {},
    element("summary", {}, t("未来七天")),
    element("table", { class: "week" }, element("tbody", {}, ...rows)),
  );
}

/** @param {LayerConfig} layer @param {Facility} facility @param {Finder} finder */
function table(layer, { properties }, finder) {
  const hoursWords = finder.source.hoursOf(layer.name);
  const rows = layer.fields
    .filter(({ name }) => !NOT_IN_TABLE.has(name) && name !== layer.hoursField)
    .filter(({ name }) => properties[name] !== null && properties[name] !== undefined)
    .flatMap((field) => [
      element("dt", {}, said(field.label)),
      element("dd", {}, value(field, properties[field.name], hoursWords)),
    ]);
  return rows.length ? element("dl", { class: "card-fields" }, ...rows) : null;
}

/** @param {LayerConfig["fields"][number]} field @param {unknown} given @param {Record<string, Words>} hoursWords */
function value(field, given, hoursWords) {
  const words = said(valueWords(field, given, hoursWords));
  if (field.kind === "phone") return element("a", { href: `tel:${words.replace(/[^0-9+,;#*]/g, "")}` }, words);
  return local(words);
}

/** @param {Facility} facility */
function origin({ properties }) {
  const { source, source_url: sourceUrl, verified_on: verifiedOn } = properties;
  const link = sourceUrl ? webLink(sourceUrl) : null;
  const parts = [];
  if (source || link) {
    const words = local(String(source ?? link));
    parts.push(t("来源"), " ", link ? element("a", { href: link, rel: "noopener" }, words) : words);
  }
  if (parts.length) parts.push(" · ");
  parts.push(
    verifiedOn ? t("核实于 {date}", { date: isoDateWords(String(verifiedOn), t) }) : t("核实日期未知"),
  );
  return element("p", { class: "meta" }, ...parts);
}

/** @param {Facility} facility */
function whole(facility) {
  return element("p", { class: "meta" }, element("a", { href: facilityAddress(facility) }, t("打开单独页面")));
}
