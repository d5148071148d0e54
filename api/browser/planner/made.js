// How an answer was made: no figure stands without its denominator, its method and its data.

import { isoDateWords } from "../finder/formats.js";
import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { whole } from "../planning/figures.js";
import { local, said, table } from "./parts.js";

/** @import { Made, Method, Threshold } from "../planning/types.js" */

/** How sure we are of a standard. @param {NonNullable<Threshold["certainty"]>} certainty */
const sureness = (certainty) =>
  ({ document: t("已核对原文"), secondary: t("转引，未核对原文"), to_be_confirmed: t("待核实") })[certainty];

/** How far is within reach, with where that comes from. @param {Threshold} threshold */
export function thresholdWords({ metres, minutes, speed_m_s, label, source, certainty }) {
  const far = t("{metres} 米（{minutes} 分钟，{speed} 米/秒）", { metres: whole(metres), minutes, speed: speed_m_s });
  if (!label || !certainty) return far;
  return t("{far}；{label}，{source}（{sure}）", { far, label: said(label), source: source ?? "", sure: sureness(certainty) });
}

/** One line below a figure: method and date. @param {Made} made @param {Method} method */
export function madeLine({ data_date, supply }, method) {
  const parts = [
    method === "network" ? t("沿步行路网") : t("直线距离"),
    data_date ? t("数据日期 {date}", { date: isoDateWords(data_date, t) }) : t("数据日期不详"),
  ];
  if (supply.illustrative) parts.push(t("位置均为示意"));
  return parts.join(" · ");
}

/**
 * Everything that makes the answer come out again.
 * @param {Made} made
 * @param {Threshold} threshold
 * @param {[label: string, value: string][]} [more]
 */
export function madeSection(made, threshold, more = []) {
  const { supply, demand, network } = made;
  /** @type {[string, Node | string][]} */
  const rows = [
    [t("地域"), local(said(made.place))],
    [t("设施"), t("{layer} {count} 处（版本 {version}）", { layer: said(supply.layer), count: whole(supply.count), version: supply.version })],
    [t("需求"), t("{source}，{rows} 行（版本 {version}）", { source: said(demand.source), rows: whole(demand.rows), version: demand.version })],
    [t("范围"), thresholdWords(threshold)],
    [t("路网"), network ? networkWords(network) : t("没有步行路网，只有直线距离。")],
    ...more,
  ];
  if (demand.estimate) rows.push([t("估算方法"), said(demand.estimate)]);
  if (demand.outside) rows.push([t("边界外，未计入"), `${whole(demand.outside)} ${said(demand.unit)}`]);
  if (demand.mended.length) rows.push([t("边界自相交，已修补"), demand.mended.join("、")]);
  return element(
    "details",
    { class: "made" },
    element("summary", {}, t("这些数字怎么来的")),
    element("dl", {}, ...rows.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value)))),
    demand.left_out.length ? leftOut(made) : null,
  );
}

/** @param {NonNullable<Made["network"]>} network */
function networkWords({ source, nodes, edges, length_km, version, data_date }) {
  return t("{source}：{nodes} 个节点、{edges} 条路段、{length} 公里（数据日期 {date}，版本 {version}）", {
    source,
    nodes: whole(nodes),
    edges: whole(edges),
    length: whole(length_km),
    date: data_date ?? t("不详"),
    version,
  });
}

/** @param {Made} made */
function leftOut({ demand: { left_out } }) {
  const columns = [{ heading: t("名称") }, { heading: t("原因") }];
  const rows = left_out.map(({ id, name, reason }) => [local(name || id), said(reason)]);
  return element("div", {}, element("h3", {}, t("未计入的 {count} 行", { count: left_out.length })), table(t("未计入的行"), columns, rows));
}
