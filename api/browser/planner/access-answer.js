// The answer to how fairly a supply is shared: what a household can reach on average, how unequal that is,
// and who can reach least.

import { said as inPageWords, t } from "../settings.js";
import { element } from "../map/dom.js";
import { small, whole } from "../planning/figures.js";
import { wayWords } from "./chart.js";
import { madeLine, madeSection } from "./made.js";
import { button, inSentence, local, pairs, part, said, table } from "./parts.js";
import { planner } from "./settings.js";

/** @import { Access } from "../planning/types.js" */

/**
 * @param {Access} answer
 * @param {{ showCommunity: (one: { id: string, name: string }) => void }} acts
 */
export function accessAnswer(answer, acts) {
  const { made } = answer;
  const unit = said(made.demand.unit);
  const what = answer.capacity ? inPageWords(planner.fields[answer.capacity] ?? [answer.capacity, ""]) : said(made.supply.layer);
  const none = answer.rows.filter(({ access }) => access === 0);
  const without = none.reduce((sum, { weight }) => sum + weight, 0);
  const all = answer.rows.reduce((sum, { weight }) => sum + weight, 0);
  return element(
    "div",
    { class: "answer" },
    element(
      "div",
      { class: "headline" },
      element("p", { class: "large-figure" }, element("span", { class: "number" }, small(answer.mean * 1000))),
      element(
        "p",
        {},
        t("每 1,000 {unit}平均能用到的{what}（共 {supply}，{total} {unit}；{way} {metres} 米以内）。", {
          unit,
          what,
          supply: small(answer.supply_total),
          total: whole(all),
          way: inSentence(wayWords(answer.method)),
          metres: whole(answer.threshold.metres),
        }),
      ),
      element("p", { class: "meta" }, madeLine(made, answer.method)),
    ),
    pairs([
      [t("基尼系数"), answer.gini === null ? "—" : answer.gini.toFixed(3)],
      [t("帕尔马比"), answer.palma === null ? "—" : answer.palma.toFixed(2)],
      [t("完全够不着的户"), whole(without)],
    ]),
    element(
      "p",
      { class: "meta" },
      t("基尼系数 0 是人人一样，1 是全归一户。帕尔马比是最多的一成与最少的四成之比；最少的四成什么都够不着时没有比值。"),
    ),
    answer.supply_unknown.length
      ? element("p", { class: "notes" }, t("没有写明规模、未计入的设施：{ids}", { ids: answer.supply_unknown.join("、") }))
      : null,
    part(
      t("最少的在前"),
      table(
        t("各小区能用到多少"),
        [{ heading: t("小区") }, { heading: unit, number: true }, { heading: t("每 1,000 {unit}", { unit }), number: true }],
        answer.rows.map((row) => [
          element(
            "span",
            {},
            button(row.name || row.id, () => acts.showCommunity(row), { class: "row-link", "data-community": row.id }),
            row.zone ? element("span", { class: "meta zone-of" }, local(row.zone)) : null,
          ),
          whole(row.weight),
          small(row.access * 1000),
        ]),
      ),
    ),
    madeSection(made, answer.threshold, [[t("方法"), said(answer.catchment_words)]]),
  );
}
