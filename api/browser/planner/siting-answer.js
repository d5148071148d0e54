// The answer to where to build next: the sites, what they add, and how good they are known to be.

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { percent, signed, whole } from "../planning/figures.js";
import { madeLine, madeSection } from "./made.js";
import { asSentence, button, pairs, part, said, table } from "./parts.js";

/** @import { Site, Siting } from "../planning/types.js" */

/**
 * @param {Siting} answer
 * @param {{ showSite: (site: Site) => void, tryOut: (sites: Site[]) => void }} acts
 */
export function sitingAnswer(answer, acts) {
  const children = answer.reason ? [noAnswer(answer)] : [headline(answer), certainty(answer), sitesSection(answer, acts)];
  const source = said(answer.candidates.source);
  const { count, allowed } = answer.candidates;
  return element(
    "div",
    { class: "answer" },
    ...children,
    madeSection(answer.made, answer.threshold, [
      [t("方法"), said(answer.goal_words)],
      [t("候选地点"), t("{source}，{allowed} / {count} 处可选", { source, allowed: whole(allowed), count: whole(count) })],
    ]),
  );
}

/** @param {Siting} answer */
function noAnswer({ reason, missing, made }) {
  return element(
    "div",
    { class: "headline trouble", role: "alert" },
    element("p", { class: "large-words" }, t("这样问没有解")),
    element("p", {}, reason ? asSentence(said(reason)) : ""),
    missing ? element("p", {}, t("差 {count} {unit}。", { count: whole(missing), unit: said(made.demand.unit) })) : null,
    element("p", { class: "meta" }, t("可以放宽范围或间距，增加候选地点，或降低目标比例。")),
  );
}

/** @param {Siting} answer */
function headline(answer) {
  const { made, goal } = answer;
  const unit = said(made.demand.unit);
  const [figure, words] = goal === "fewest_sites" ? fewest(answer, unit) : goal === "least_distance" ? nearer(answer) : covered(answer, unit);
  return element(
    "div",
    { class: "headline" },
    element("p", { class: "large-figure" }, element("span", { class: "number" }, figure)),
    element("p", {}, words),
    element("p", { class: "meta" }, madeLine(made, answer.method)),
  );
}

/** @param {Siting} answer @param {string} unit @returns {[string, string]} */
function covered({ before, after, total, sites, threshold }, unit) {
  const was = before ?? 0;
  const values = {
    count: sites.length,
    unit,
    metres: whole(threshold.metres),
    total: whole(total),
    before: percent(total ? was / total : null),
    after: percent(total ? after / total : null),
  };
  return [
    signed(after - was),
    t("新建 {count} 处后多覆盖的{unit}（{metres} 米以内，共 {total} {unit}：{before} → {after}）。", values),
  ];
}

/** @param {Siting} answer @param {string} unit @returns {[string, string]} */
function fewest({ sites, total, threshold }, unit) {
  return [
    String(sites.length),
    t("处新点就能达到目标（{metres} 米以内，共 {total} {unit}）。", { metres: whole(threshold.metres), total: whole(total), unit }),
  ];
}

/** @param {Siting} answer @returns {[string, string]} */
function nearer({ before, after, total, sites }) {
  const mean = (/** @type {number} */ sum) => (total ? sum / total : 0);
  const was = mean(before ?? after);
  return [
    t("{metres} 米", { metres: whole(mean(after)) }),
    t("新建 {count} 处后的平均距离，原来 {before} 米（最远按范围计）。", { count: sites.length, before: whole(was) }),
  ];
}

/** How good the sites are known to be, in words. @param {Siting} answer */
function certainty(answer) {
  const { status, status_words, gap } = answer;
  const best = status === "optimal";
  const words = best
    ? t("没有比这更好的选法。")
    : t("离最好的选法最多差 {gap}；任何选法都不会好过 {bound}。", { gap: percent(gap), bound: boundWords(answer) });
  return element(
    "div",
    { class: "certainty" },
    pairs([
      [t("状态"), said(status_words)],
      [t("与最优最多差"), percent(gap)],
      [t("界"), boundWords(answer)],
    ]),
    element("p", {}, words),
  );
}

/** No other choice is better than this. @param {Siting} answer */
function boundWords({ goal, bound, total, made }) {
  const unit = said(made.demand.unit);
  if (goal === "fewest_sites") return t("{count} 处新点", { count: whole(bound) });
  if (goal === "least_distance") return t("{metres} 米", { metres: whole(total ? bound / total : 0) });
  return t("{count} {unit}", { count: whole(bound), unit });
}

/** @param {Siting} answer @param {{ showSite: (site: Site) => void, tryOut: (sites: Site[]) => void }} acts */
function sitesSection({ sites, made, goal, total }, acts) {
  const unit = said(made.demand.unit);
  const gain = (/** @type {number} */ value) =>
    goal === "least_distance" ? t("{metres} 米", { metres: whole(total ? value / total : 0) }) : whole(value);
  const columns = [
    { heading: t("新点") },
    { heading: goal === "least_distance" ? t("平均少走") : t("再多覆盖（{unit}）", { unit }), number: true },
    { heading: t("经度，纬度"), number: true },
  ];
  const rows = sites.map((site) => [
    button(site.name || t("新点 {rank}", { rank: site.rank }), () => acts.showSite(site), { class: "row-link", "data-site": String(site.rank) }),
    gain(site.gain),
    `${site.lon.toFixed(6)}, ${site.lat.toFixed(6)}`,
  ]);
  return part(
    t("建议新点，作用大的在前"),
    table(t("建议新点"), columns, rows, { first: 20 }),
    button(t("加进方案，看前后变化"), () => acts.tryOut(sites), { class: "quiet", "data-act": "try-out" }),
  );
}
