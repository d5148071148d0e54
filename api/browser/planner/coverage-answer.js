// The answer to who is within reach: one large figure, both ways of measuring, the curve, the ranked gaps.

import { t } from "../settings.js";
import { element, svg } from "../map/dom.js";
import { areaWords, metresWords, percent, points, signed, whole as number } from "../planning/figures.js";
import { curveFigure, wayWords } from "./chart.js";
import { madeLine, madeSection } from "./made.js";
import { button, inSentence, local, pairs, part, said, table } from "./parts.js";

/** @import { Coverage, Gap, Method, Reach, Uncovered } from "../planning/types.js" */

/**
 * What the reader does with the answer.
 * @typedef {Object} Acts
 * @property {(gap: Gap) => void} showGap
 * @property {(uncovered: Uncovered) => void} showCommunity
 * @property {(method: Method) => void} choose  Another way of measuring.
 */

/** The way of measuring that an answer is shown by. @param {Coverage} answer @param {Method} method @returns {Reach} */
export const reachBy = (answer, method) => (method === "network" && answer.network) || answer.straight;

/**
 * @param {Coverage} answer
 * @param {Coverage | null} before  The same question without what was changed.
 * @param {Method} method
 * @param {Acts} acts
 */
export function coverageAnswer(answer, before, method, acts) {
  const reach = reachBy(answer, method);
  const was = before && reachBy(before, method);
  const others = [answer.network, answer.straight].flatMap((each) => (each && each !== reach ? [each] : []));
  return element(
    "div",
    { class: "answer" },
    headline(answer, reach, was),
    was ? changeSection(reach, was) : null,
    waysSection(answer, reach.method, acts),
    notes(reach),
    part(t("距离与覆盖"), curveFigure([reach, ...others], answer.threshold.metres), distances(reach)),
    gapsSection(reach, answer, acts),
    uncoveredSection(reach, answer, acts),
    zonesSection(reach, was),
    madeSection(answer.made, answer.threshold),
  );
}

/** @param {Coverage} answer @param {Reach} reach @param {Reach | null} was */
function headline({ made, threshold }, reach, was) {
  const { whole } = reach;
  const values = {
    total: number(whole.total),
    served: number(whole.served),
    unit: said(made.demand.unit),
    metres: number(threshold.metres),
    way: inSentence(wayWords(reach.method)),
    layer: inSentence(said(made.supply.layer)),
  };
  return element(
    "div",
    { class: "headline" },
    element(
      "p",
      { class: "large-figure" },
      element("span", { class: "number" }, percent(whole.share)),
      was && was.whole.share !== null && whole.share !== null
        ? element("span", { class: "change number" }, t("{points} 个百分点", { points: points(was.whole.share, whole.share) }))
        : null,
    ),
    element(
      "p",
      {},
      whole.share === null
        ? t("这里没有可计算的{unit}。", values)
        : t("{total} {unit}中有 {served} {unit}，{way} {metres} 米以内有{layer}。", values),
    ),
    element("p", { class: "meta" }, madeLine(made, reach.method)),
  );
}

/** Before and after, side by side. @param {Reach} now @param {Reach} was */
function changeSection(now, was) {
  const columns = [{ heading: t("指标") }, ...[t("原来"), t("改动后"), t("变化")].map((heading) => ({ heading, number: true }))];
  const metres = (/** @type {number | null} */ value) => metresWords(value, t);
  const difference = (/** @type {number | null} */ before, /** @type {number | null} */ after) =>
    before === null || after === null ? "" : signed(after - before);
  const rows = [
    [t("覆盖比例"), percent(was.whole.share), percent(now.whole.share), points(was.whole.share ?? 0, now.whole.share ?? 0)],
    [t("服务范围内"), number(was.whole.served), number(now.whole.served), signed(now.whole.served - was.whole.served)],
    [t("盲区中"), number(was.whole.unserved), number(now.whole.unserved), signed(now.whole.unserved - was.whole.unserved)],
    [t("平均距离"), metres(was.mean_m), metres(now.mean_m), difference(was.mean_m, now.mean_m)],
    [t("盲区面积（平方公里）"), km2(was).toFixed(3), km2(now).toFixed(3), signed(km2(now) - km2(was), 3)],
  ];
  return part(t("改动前后"), table(t("改动前后"), columns, rows));
}

/** Of the gaps in which somebody lives. @param {Reach} reach */
const km2 = ({ gaps }) => gaps.reduce((sum, gap) => sum + (gap.unserved > 0 ? gap.area_m2 : 0), 0) / 1e6;

/** Straight line and network beside each other; the one that is shown is pressed. @param {Coverage} answer @param {Method} shown @param {Acts} acts */
function waysSection(answer, shown, acts) {
  const cards = /** @type {Method[]} */ (["network", "straight"]).map((method) => {
    const reach = answer[method];
    if (!reach) return element("p", { class: "way-card missing" }, t("没有步行路网，只有直线距离。"));
    const made = button("", () => acts.choose(method), {
      class: "way-card",
      "data-way": method,
      "aria-pressed": String(method === shown),
    });
    made.append(
      element("span", { class: "way-name" }, wayWords(method)),
      element("span", { class: "way-figure number" }, percent(reach.whole.share)),
      element("span", { class: "meta" }, t("{served} / {total}", { served: number(reach.whole.served), total: number(reach.whole.total) })),
    );
    return made;
  });
  return element("div", { class: "ways-side-by-side", role: "group", "aria-label": t("按哪种距离看") }, ...cards);
}

/** @param {Reach} reach */
function notes(reach) {
  const said_ = [];
  if (reach.unconnected) said_.push(t("附近没有道路、无法计算步行的：{count}", { count: number(reach.unconnected) }));
  if (reach.facilities_unconnected.length) {
    said_.push(t("附近没有道路的设施：{ids}", { ids: reach.facilities_unconnected.join("、") }));
  }
  return said_.length ? element("ul", { class: "notes" }, ...said_.map((each) => element("li", {}, each))) : null;
}

/** @param {Reach} reach */
function distances(reach) {
  return pairs([
    [t("平均距离"), metresWords(reach.mean_m, t)],
    [t("一半的户不超过"), metresWords(reach.median_m, t)],
  ]);
}

/** @param {Reach} reach @param {Coverage} answer @param {Acts} acts */
function gapsSection(reach, answer, acts) {
  const gaps = reach.gaps.filter((gap) => gap.unserved > 0);
  const unit = said(answer.made.demand.unit);
  if (!gaps.length) return part(t("盲区"), element("p", {}, t("没有盲区：有住户的地方都在范围内。")));
  const columns = [
    { heading: t("盲区") },
    { heading: t("未覆盖（{unit}）", { unit }), number: true },
    { heading: t("面积"), number: true },
  ];
  const rows = gaps.map((gap) => [
    button(t("盲区 {rank}", { rank: gap.rank }), () => acts.showGap(gap), { class: "row-link", "data-gap": String(gap.rank) }),
    number(gap.unserved),
    areaWords(gap.area_m2, t),
  ]);
  const empty = reach.gaps.length - gaps.length;
  return part(
    t("盲区，缺口大的在前"),
    table(t("盲区"), columns, rows, { first: 5 }),
    empty ? element("p", { class: "meta" }, t("另有 {count} 片没有住户的空白。", { count: empty })) : null,
  );
}

/** @param {Reach} reach @param {Coverage} answer @param {Acts} acts */
function uncoveredSection(reach, answer, acts) {
  const unit = said(answer.made.demand.unit);
  if (!reach.uncovered.length) return part(t("未覆盖的小区"), element("p", {}, t("全部都在范围内。")));
  const columns = [
    { heading: t("小区") },
    { heading: t("未覆盖 / 全部（{unit}）", { unit }), number: true },
    { heading: t("最近设施"), number: true },
  ];
  const rows = reach.uncovered.map((one) => [
    element(
      "span",
      {},
      button(one.name || one.id, () => acts.showCommunity(one), { class: "row-link", "data-community": one.id }),
      one.zone ? element("span", { class: "meta zone-of" }, local(one.zone)) : null,
    ),
    t("{served} / {total}", { served: number(one.unserved), total: number(one.total) }),
    metresWords(one.distance_m, t),
  ]);
  return part(t("未覆盖的小区（{count}）", { count: rows.length }), table(t("未覆盖的小区"), columns, rows));
}

/** @param {Reach} reach @param {Reach | null} was */
function zonesSection(reach, was) {
  if (!reach.zones.length) return null;
  const earlier = new Map((was?.zones ?? []).map((zone) => [zone.name, zone.share]));
  const columns = [
    { heading: t("街道") },
    { heading: t("覆盖"), number: true },
    { heading: t("范围内 / 全部"), number: true },
    ...(was ? [{ heading: t("变化"), number: true }] : []),
  ];
  const rows = [...reach.zones]
    .sort((a, b) => (a.share ?? 2) - (b.share ?? 2))
    .map((zone) => {
      const before = earlier.get(zone.name);
      return [
        zone.name === null ? t("未注明街道") : local(zone.name),
        element("span", { class: "bar-cell" }, bar(zone.share ?? 0), percent(zone.share)),
        t("{served} / {total}", { served: number(zone.served), total: number(zone.total) }),
        ...(was ? [typeof before === "number" && zone.share !== null ? points(before, zone.share) : ""] : []),
      ];
    });
  return part(t("分街道，低的在前"), table(t("分街道"), columns, rows, { first: 20 }));
}

/** @param {number} share */
function bar(share) {
  return svg(
    "svg",
    { class: "bar", viewBox: "0 0 60 10", width: 60, height: 10, "aria-hidden": "true" },
    svg("rect", { class: "bar-ground", width: 60, height: 10, rx: 2 }),
    svg("rect", { class: "bar-fill", width: 60 * share, height: 10, rx: 2 }),
  );
}
