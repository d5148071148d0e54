// The curve of coverage over distance, drawn; the same figures stand below as a table.

import { t } from "../settings.js";
import { element, svg } from "../map/dom.js";
import { across, polyline, tableOf, ticks, upward } from "../planning/chart.js";
import { percent, whole as number } from "../planning/figures.js";
import { table } from "./parts.js";

/** @import { Method, Reach } from "../planning/types.js" */

const PLOT = { width: 300, height: 150 };
const LEFT = 40;
const BELOW = 34;
const ABOVE = 10;
const RIGHT = 14;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** @param {Method} method */
export const wayWords = (method) => (method === "network" ? t("步行") : t("直线"));

/**
 * @param {Reach[]} reaches  By one or two ways of measuring, the first drawn strongest.
 * @param {number} threshold_m
 */
export function curveFigure(reaches, threshold_m) {
  const [first] = reaches;
  const title = t("离最近设施不超过某距离的户数比例");
  const x = across(first.curve, PLOT);
  const y = upward(PLOT);
  const drawing = svg(
    "svg",
    {
      class: "curve",
      viewBox: `${-LEFT} ${-ABOVE} ${PLOT.width + LEFT + RIGHT} ${PLOT.height + ABOVE + BELOW}`,
      role: "img",
      "aria-label": t("{title}：{summary}", { title, summary: summaryOf(reaches, threshold_m) }),
    },
    ...SHARES.map((share) =>
      svg(
        "g",
        {},
        svg("line", { class: "curve-grid", x1: 0, x2: PLOT.width, y1: y(share), y2: y(share) }),
        svg("text", { class: "curve-label end", x: -6, y: y(share) }, `${share * 100}%`),
      ),
    ),
    ...ticks(first.curve).map((metres) =>
      svg("text", { class: "curve-label below", x: x(metres), y: PLOT.height + 14 }, number(metres)),
    ),
    svg("text", { class: "curve-label below", x: PLOT.width / 2, y: PLOT.height + 29 }, t("距离（米）")),
    svg("line", { class: "curve-threshold", x1: x(threshold_m), x2: x(threshold_m), y1: -4, y2: PLOT.height }),
    ...[...reaches].reverse().map(({ curve, whole: { total }, method }) =>
      svg("polyline", { class: `curve-line ${method}`, points: polyline(curve, total, PLOT) }),
    ),
    ...reaches.map(({ whole: { share }, method }) =>
      svg("circle", { class: `curve-dot ${method}`, cx: x(threshold_m), cy: y(share ?? 0), r: 4 }),
    ),
  );
  const key = element(
    "p",
    { class: "curve-key meta" },
    ...reaches.map(({ method }) => element("span", { class: method }, wayWords(method))),
    element("span", { class: "threshold" }, t("阈值 {metres} 米", { metres: number(threshold_m) })),
  );
  return element("figure", { class: "curve-figure" }, drawing, element("figcaption", {}, key), curveTable(reaches, threshold_m, title));
}

/** @param {Reach[]} reaches @param {number} threshold_m @param {string} title */
function curveTable(reaches, threshold_m, title) {
  const columns = [{ heading: t("距离（米）") }, ...reaches.map(({ method }) => ({ heading: wayWords(method), number: true }))];
  const shares = reaches.map(({ curve, whole }) => tableOf(curve, whole, threshold_m));
  const rows = shares[0].map(({ metres }, row) => [number(metres), ...shares.map((each) => percent(each[row]?.share ?? null))]);
  return element("details", { class: "as-table" }, element("summary", {}, t("曲线的数字")), table(title, columns, rows, { first: rows.length }));
}

/** @param {Reach[]} reaches @param {number} threshold_m */
function summaryOf(reaches, threshold_m) {
  const each = reaches.map(({ method, whole: { share } }) =>
    t("{way} {metres} 米以内 {share}", { way: wayWords(method), metres: number(threshold_m), share: percent(share) }),
  );
  return each.join("; ");
}
