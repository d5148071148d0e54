// That a facility is as it says, or what is wrong with it: set choices, one line of text, no account.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { LayerConfig } from "../types.js"
 */

import { element } from "../map/dom.js";
import { said, settings, t } from "../settings.js";

const RIGHT = "right";
const MOST_TEXT = 200;

/**
 * @param {LayerConfig} layer
 * @param {Facility} facility
 * @param {string | undefined} version  Of the layer that the reader sees.
 */
export function reportParts(layer, facility, version) {
  if (!settings.reports) return [];
  const about = { layer: facility.layer, id: facility.id, ...(version ? { version } : {}) };
  const heard = element("p", { class: "report-heard", role: "status" });
  const right = element("button", { type: "button", class: "quiet-button" }, t("信息准确"));
  const wrong = element(
    "button",
    { type: "button", class: "quiet-button", "aria-expanded": "false", "aria-controls": "report" },
    t("信息有误"),
  );
  const form = reportForm(layer);
  const asked = element("div", { class: "report-ask" }, element("span", {}, t("这里的信息对吗？")), right, wrong);
  right.addEventListener("click", () => send({ ...about, kind: RIGHT }, asked, heard));
  wrong.addEventListener("click", () => {
    form.hidden = !form.hidden;
    wrong.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input")?.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const text = String(given.get("text") ?? "").trim();
    send({ ...about, kind: String(given.get("kind")), ...(text ? { text } : {}) }, form, heard).then((taken) => {
      if (taken) asked.hidden = true;
    });
  });
  return [element("section", { class: "report" }, asked, form, heard)];
}

/** @param {LayerConfig} layer */
function reportForm(layer) {
  const kinds = layer.reportKinds.filter(({ name }) => name !== RIGHT);
  return element(
    "form",
    { class: "report-form", id: "report", hidden: "" },
    element(
      "fieldset",
      {},
      element("legend", {}, t("哪里不对？")),
      ...kinds.map(({ name, label }, place) =>
        element(
          "label",
          { class: "choice" },
          element("input", { type: "radio", name: "kind", value: name, required: "", checked: place ? null : "" }),
          " ",
          said(label),
        ),
      ),
    ),
    element("label", { class: "field" }, t("补充说明（可不填）"), element("input", { type: "text", name: "text", maxlength: MOST_TEXT, autocomplete: "off" })),
    element("p", { class: "meta" }, t("不需要登录，请勿填写个人信息。不会附带您的位置。")),
    element("button", { type: "submit", class: "action-button" }, t("提交")),
  );
}

/**
 * @param {{ layer: string, id: string, version?: string, kind: string, text?: string }} report
 * @param {HTMLElement} asked  Goes once the report is taken.
 * @param {HTMLElement} heard
 */
async function send(report, asked, heard) {
  heard.textContent = t("正在提交…");
  try {
    const answer = await fetch(`${settings.base}/reports`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(report),
    });
    await answer.text();
    if (answer.ok) {
      asked.hidden = true;
      heard.textContent = t("谢谢，已收到。");
      return true;
    }
    heard.textContent = answer.status === 429 ? t("提交过于频繁，请稍后再试。") : t("未能提交，请稍后再试。");
  } catch {
    heard.textContent = t("未能提交：请连上网络后再试。");
  }
  return false;
}
