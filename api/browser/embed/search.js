// The search field of an embedded map: names, addresses, pinyin; what is found stands below it.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { MapConfig } from "../types.js"
 * @import { Source } from "../page/source.js"
 */

import { element } from "../map/dom.js";
import { local, nameOf, whereWords } from "../page/entry.js";
import { t, tn } from "../settings.js";

const MOST_FOUND = 8;

/**
 * @param {MapConfig} config
 * @param {Source} source
 * @param {(facility: Facility) => void} open
 */
export function bindEmbedSearch(config, source, open) {
  const [field, list, heard] = ["search", "found", "heard"].map((id) => document.getElementById(id));
  if (!(field instanceof HTMLInputElement) || !list || !heard) return;
  const draw = () => {
    const matches = field.value.trim() ? source.matches.slice(0, MOST_FOUND) : [];
    list.replaceChildren(...matches.map((facility) => found(config, facility, choose)));
    list.hidden = !matches.length;
    heard.textContent = field.value.trim() ? words(source.matches.length) : "";
  };
  /** @param {Facility} facility */
  const choose = (facility) => {
    field.value = "";
    source.search("");
    open(facility);
  };
  field.addEventListener("input", () => source.search(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && source.matches[0]) choose(source.matches[0]);
    if (event.key === "Escape") {
      field.value = "";
      source.search("");
    }
  });
  source.onChange(draw);
}

/** @param {number} count */
function words(count) {
  return count ? tn("找到 {n} 处", "找到 {n} 处", count) : t("没有找到");
}

/** @param {MapConfig} config @param {Facility} facility @param {(facility: Facility) => void} choose */
function found(config, facility, choose) {
  const where = whereWords(facility.properties);
  const button = element(
    "button",
    { type: "button" },
    local(nameOf(config.layers[facility.layer], facility)),
    where ? element("span", { class: "meta" }, " ", local(where)) : null,
  );
  button.addEventListener("click", () => choose(facility));
  return element("li", {}, button);
}
