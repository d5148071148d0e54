// What may be taken away of an answer: the files that the server offers, in the order of a planner's interest.

import { lang, t } from "../settings.js";

/** @import { File_ } from "./take-away.js" */

/** Names of files with what they are called; what has no name here is for programs. @type {[name: string, words: () => string][]} */
const FILES = [
  ["report.html", () => t("报告（可打印）")],
  ["report.pdf", () => t("报告 PDF")],
  ["map.png", () => t("地图 PNG")],
  ["answer.gpkg", () => "GeoPackage"],
  ["answer.geojson", () => "GeoJSON"],
  ["answer.csv", () => "CSV"],
  ["answer.xlsx", () => "Excel"],
];

/** @param {readonly string[]} addresses  Of the server's. @returns {File_[]} */
export function filesOf(addresses) {
  return FILES.flatMap(([name, words]) => {
    const address = addresses.find((each) => new URL(each, document.baseURI).pathname.endsWith(`/${name}`));
    if (!address) return [];
    // What is read is in the page's language; what is data is in both.
    const href = name.startsWith("answer.") ? address : `${address}?lang=${lang}`;
    return [{ href, words: words(), file: !name.endsWith(".html") }];
  });
}
