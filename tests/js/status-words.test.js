// Words for a status need no more of a browser than clocks in figures: no names of days or months, which
// some phones have in their own language only.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DATA, NIGHTS, october } from "./october.js";

const asked = [];
const { DateTimeFormat } = Intl;
Intl.DateTimeFormat = class extends DateTimeFormat {
  constructor(locale, options) {
    super(locale, options);
    asked.push([locale, options]);
  }
};
for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
  Date.prototype[name] = () => assert.fail(`${name} hangs on the phone's language`);
}
const { statusAt } = await import("../../api/browser/finder/courses.js");
const { statusInWords } = await import("../../api/browser/finder/status-words.js");
const { weekOf } = await import("../../api/browser/finder/week.js");

const said = (minute, lang) => statusInWords(statusAt(DATA, NIGHTS, minute), minute, lang, DATA.timezone);

test("a time is said as seen from now", () => {
  assert.equal(said(october(8, 7), "zh"), "免费至 8:00");
  assert.equal(said(october(8, 9), "zh"), "收费 · 18:00 起免费");
  assert.equal(said(october(8, 19), "zh"), "免费至明早 8:00");
  assert.equal(said(october(10, 18), "zh"), "免费至周一 8:00");
  assert.equal(said(october(10, 18), "en"), "Free until 8:00 Mon");
});

test("only figures by the place's own clock are asked of the browser", () => {
  said(october(9, 12), "en");
  weekOf(DATA, NIGHTS, october(9));

  assert.ok(asked.length > 0);
  for (const [locale, options] of asked) {
    assert.equal(locale, "en-US");
    const { timeZone, ...shown } = options;
    assert.equal(timeZone, "Asia/Shanghai");
    for (const value of Object.values(shown)) assert.ok(["gregory", "latn", "h23", "numeric"].includes(value));
  }
});
