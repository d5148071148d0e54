import assert from "node:assert/strict";
import { test } from "node:test";

import { normalised, searchIndex } from "../../api/browser/finder/search.js";
import { facility } from "./finder-town.js";

/**
 * @param {string} layer
 * @param {string} id
 * @param {Record<string, unknown>} properties
 * @param {string[]} [pinyin]
 */
function named(layer, id, properties, pinyin = []) {
  return { ...facility(layer, id, 0, properties), pinyin };
}

const TOWN = [
  named("parking", "p-east", { name: "东街停车场", name_en: "East Street" }, ["dong jie ting che chang"]),
  named("parking", "p-west", { name: "西街泊位", address: "自怡园对面" }, ["xi jie bo wei"]),
  named("parking", "p-long", { name: "长松路泊位" }, ["chang song lu bo wei", "zhang song lu bo wei"]),
  named("parks", "park-1", { name: "自怡园", name_en: "Ziyi Garden" }, ["zi yi yuan"]),
  named("parks", "park-2", { name: "Kiasma Park" }),
  named("parks", "nameless", {}),
];

/** @param {string} query */
async function found(query) {
  const index = await searchIndex(TOWN);
  return index.find(query).map(({ facility: { id } }) => id);
}

test("a park is found by characters, pinyin and initials", async () => {
  const queries = ["自怡园", "自怡", "怡园", "zyy", "ZYY", "ziyiyuan", "ziyi", "yiyuan", "zi yuan", "ｚｙｙ"];
  for (const query of queries) assert.equal((await found(query))[0], "park-1", query);
});

test("pinyin matches from the start of a syllable only", async () => {
  for (const query of ["iyuan", "uan", "ong"]) assert.deepEqual(await found(query), [], query);
  // Not at the first place where it stands, but at one that starts a syllable: che chang.
  assert.deepEqual(await found("chang"), ["p-long", "p-east"]);
});

test("a character with two readings is found by both", async () => {
  for (const query of ["changsong", "zhangsong", "csl", "zsl"])
    assert.deepEqual(await found(query), ["p-long"], query);
});

test("names come before addresses", async () => {
  assert.deepEqual(await found("自怡园"), ["park-1", "p-west"]);
});

test("every word must be found in one facility", async () => {
  // The shorter name comes first.
  assert.deepEqual(await found("街 泊位"), ["p-west"]);
  assert.deepEqual(await found("jie chang"), ["p-east"]);
});

test("a name in other letters is found with and without its spaces", async () => {
  for (const query of ["kiasma", "park", "KIASMAPARK", "kiasma park"]) {
    assert.deepEqual(await found(query), ["park-2"], query);
  }
});

test("what says nothing finds nothing", async () => {
  for (const query of ["", "  ", "\n", "\u3000", ".*", "zzz", "自怡园公厕"]) {
    assert.deepEqual(await found(query), [], JSON.stringify(query));
  }
  assert.deepEqual((await searchIndex([])).find("a"), []);
});

test("full width and case are folded", () => {
  assert.equal(normalised("ＡＢＣ　Park"), "abc park");
  assert.equal(normalised("Straße ΟΔΟΣ"), "strasse οδοσ");
});

test("the page has its turn while the index is made", async () => {
  const many = Array.from({ length: 1000 }, (_, place) =>
    named("parks", String(place), { name: `园 ${place}` }),
  );
  let pauses = 0;
  const index = await searchIndex(many, async () => {
    pauses += 1;
  });

  assert.equal(pauses, 3);
  assert.equal(index.find("999").length, 1);
});
