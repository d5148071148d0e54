// Words on cards that do not come from a field's value.

import assert from "node:assert/strict";
import { test } from "node:test";

import { statusWords, webLink } from "../../api/browser/map/words.js";

for (const [state, sign] of [["free", "●"], ["paid", "○"], ["closed", "✕"], ["unknown", "?"]]) {
  test(`the sign ${sign} stands before the server's words for what is ${state}`, () => {
    const status = { state, words: { zh: "免费至 8:00", en: "Free until 8:00" } };
    assert.deepEqual(statusWords(status), [`${sign} 免费至 8:00`, "Free until 8:00"]);
  });
}

test("a web address becomes a link", () => {
  assert.equal(webLink("https://example.cn/a?b=1"), "https://example.cn/a?b=1");
});

for (const value of ["javascript:alert(1)", " https://example.cn", "data:text/html,x", "//example.cn"]) {
  test(`${JSON.stringify(value)} never becomes a link`, () => {
    assert.equal(webLink(value), null);
  });
}
