// What a planner takes to a meeting: the answer as files, and as a report to print.

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { part } from "./parts.js";

/** @typedef {{ href: string, words: string, file: boolean }} File_ */

/**
 * @param {File_[]} files
 * @param {string} link  To the question.
 * @param {{ isWhole: boolean }} how  Whether the link holds all of it.
 */
export function takeAway(files, link, { isWhole }) {
  const items = files.map(({ href, words, file }) =>
    element("li", {}, element("a", { class: "quiet", href, download: file ? "" : null, target: file ? null : "_blank", rel: file ? null : "noopener" }, words)),
  );
  return part(
    t("带走"),
    element("ul", { class: "take-away" }, ...items),
    element("p", { class: "meta" }, t("这个问题的链接："), element("a", { href: link, class: "question-link" }, link)),
    isWhole ? null : element("p", { class: "meta" }, t("链接不含您自己的数据；打开后请再选一次文件。")),
  );
}
