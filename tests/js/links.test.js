import assert from "node:assert/strict";
import { test } from "node:test";

import { declaredChips } from "../../api/browser/finder/chips.js";
import { firstChoice, readChoice, shareAddress, writeChoice } from "../../api/browser/finder/links.js";
import { STAYS } from "../../api/browser/finder/when.js";
import { PARKING, PARKS, TOILETS } from "./finder-town.js";

/** @typedef {import("../../api/browser/finder/links.js").Choice} Choice */

const LAYERS = [PARKING, PARKS, TOILETS];

/** @param {string} address */
function read(address) {
  const { search, hash } = new URL(address, "https://example.cn/map/");
  return readChoice({ search, hash }, LAYERS);
}

test("an address that says nothing means all layers, now, and parking that is free", () => {
  const choice = read("");

  assert.deepEqual(choice, firstChoice(LAYERS));
  assert.deepEqual(choice.layers, new Set(["parking", "parks", "toilets"]));
  assert.deepEqual(choice.filters.get("parking"), new Set(["~free"]));
  assert.equal(writeChoice(choice, LAYERS), "");
});

test("an address can be read and written by people", () => {
  const address =
    "?at=toilets/t/1#layers=parking,toilets&filters=parking.~free,toilets.grade:1,toilets.accessible" +
    "&when=2026-10-01T18:00&stay=120&q=%E8%87%AA%E6%80%A1&subdistrict=%E5%8D%97%E5%85%B3";
  const choice = read(address);

  assert.deepEqual(choice, {
    at: { layer: "toilets", id: "t/1" },
    layers: new Set(["parking", "toilets"]),
    filters: new Map([
      ["parking", new Set(["~free"])],
      ["parks", new Set()],
      ["toilets", new Set(["grade:1", "accessible"])],
    ]),
    when: "2026-10-01T18:00",
    stayMinutes: 120,
    query: "自怡",
    subdistrict: "南关",
  });
  assert.equal(writeChoice(choice, LAYERS), address);
});

test("what else the address asks for stays", () => {
  const choice = { ...firstChoice(LAYERS), at: { layer: "parks", id: "p 1" } };

  assert.equal(
    writeChoice(choice, LAYERS, "?lang=en&version=a,b&at=parks/old"),
    "?lang=en&version=a,b&at=parks/p%201",
  );
  assert.equal(writeChoice(firstChoice(LAYERS), LAYERS, "?at=parks/old&text=large"), "?text=large");
});

test("links of the first release still lead to their facility", () => {
  assert.deepEqual(read("#at=parks%2Fpark-1").at, { layer: "parks", id: "park-1" });
  assert.deepEqual(read("?at=parks/b#at=parks/a").at, { layer: "parks", id: "b" });
});

test("no layers and no filters are choices too", () => {
  assert.deepEqual(read("#layers=").layers, new Set());
  assert.deepEqual(read("#filters=").filters.get("parking"), new Set());
  const choice = { ...firstChoice(LAYERS), layers: /** @type {Set<string>} */ (new Set()) };
  assert.equal(writeChoice(choice, LAYERS), "#layers=");
});

test("what is unknown is passed over", () => {
  const first = firstChoice(LAYERS);
  const odd = [
    "?at=zoo/1",
    "?at=parks",
    "?at=parks/",
    "?at=constructor/x",
    "?at=__proto__/x",
    "#layers=zoo,__proto__",
    "#when=yesterday",
    "#when=2026-13-01T00:00",
    "#stay=45",
    "#stay=1e9",
    "#stay=-30",
    "#lat=36.7&lon=119.1",
    "#%E0%A4%A",
    "#&&&===",
  ];

  for (const address of odd) assert.deepEqual(read(address), first, address);
  assert.deepEqual(
    read("#filters=zoo.x,parking.constructor,toilets.accessible").filters.get("toilets"),
    new Set(["accessible"]),
  );
});

test("hostile text stays text, of one line, and short", () => {
  assert.equal(read("#q=%3Cimg+src=x+onerror=alert(1)%3E").query, "<img src=x onerror=alert(1)>");
  assert.equal(read("#q=a%0D%0Ab%00c%E2%80%AEd").query, "a b c d");
  assert.equal(read(`#q=${"园".repeat(5000)}`).query, "园".repeat(100));
  assert.equal(read(`#subdistrict=${"%20".repeat(9)}`).subdistrict, null);
});

test("a position is not written, whoever adds one", () => {
  const choice = { ...firstChoice(LAYERS), origin: [119.1, 36.7], lon: 119.1, lat: 36.7 };

  assert.equal(writeChoice(choice, LAYERS), "");
});

test("one facility has a short address", () => {
  assert.equal(
    shareAddress({ layer: "toilets", id: "厕所?3&x=#1" }),
    "?at=toilets/%E5%8E%95%E6%89%80%3F3%26x%3D%231",
  );
});

// A small generator with a seed (mulberry32, Tommy Ettinger, public domain), so that a failure comes again.
/** @param {number} seed */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = [..."az09 /+&=#?%,.:~<>\"'\\自怡园é\u{1f6bb}٣"];

/** @param {number} seed */
function anyChoice(seed) {
  const next = generator(seed);
  const below = (/** @type {number} */ count) => Math.floor(next() * count);
  const text = (/** @type {number} */ least) =>
    Array.from({ length: least + below(12) }, () => LETTERS[below(LETTERS.length)]).join("");
  const some = (/** @type {readonly string[]} */ all) => new Set(all.filter(() => next() < 0.5));
  const at = { layer: LAYERS[below(LAYERS.length)].name, id: text(1) };
  const minute = String(below(60)).padStart(2, "0");
  /** @type {Choice} */
  const choice = {
    at: next() < 0.5 ? at : null,
    layers: some(LAYERS.map(({ name }) => name)),
    filters: new Map(LAYERS.map((layer) => [layer.name, some(declaredChips(layer).map(({ key }) => key))])),
    when: ["now", "in30", "tonight", "tomorrow", `2026-10-0${1 + below(9)}T18:${minute}`][below(5)],
    stayMinutes: [null, ...STAYS][below(STAYS.length + 1)],
    query: text(0).trim(),
    subdistrict: text(0).trim() || null,
  };
  return choice;
}

test("whatever is chosen comes back from its address", () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const choice = anyChoice(seed);
    assert.deepEqual(read(writeChoice(choice, LAYERS)), choice, `seed ${seed}`);
  }
});

test("any address at all is read without an error, and says the same once written anew", () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const next = generator(seed);
    const text = Array.from({ length: 40 }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join("");
    const choice = readChoice(
      { search: `?at=${text}`, hash: `#${text}&layers=${text}&filters=${text}&q=${text}` },
      LAYERS,
    );
    assert.deepEqual(read(writeChoice(choice, LAYERS)), choice, `seed ${seed}`);
  }
});
