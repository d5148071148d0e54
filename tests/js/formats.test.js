import assert from "node:assert/strict";
import { test } from "node:test";

import {
  compassWords,
  dateWords,
  distanceWords,
  durationWords,
  isoDateWords,
  plainNumber,
  walkWords,
} from "../../api/browser/finder/formats.js";
import { inChinese, inEnglish } from "./finder-town.js";

test("distances are said as closely as a phone knows them", () => {
  const said = [0, 3, 14, 523, 994, 995, 1049, 1050, 1312, 9949, 9951, 12_499, 1_234_567];

  assert.deepEqual(
    said.map((distance_m) => distanceWords(distance_m, inChinese)),
    [
      "10 米",
      "10 米",
      "10 米",
      "520 米",
      "990 米",
      "1.0 公里",
      "1.0 公里",
      "1.1 公里",
      "1.3 公里",
      "9.9 公里",
      "10 公里",
      "12 公里",
      "1,235 公里",
    ],
  );
  assert.deepEqual(
    [523, 1312].map((distance_m) => distanceWords(distance_m, inEnglish)),
    ["520 m", "1.3 km"],
  );
});

test("minutes on foot are whole and rounded up", () => {
  assert.equal(walkWords(7.9, inChinese), "步行约 8 分钟");
  assert.equal(walkWords(8, inEnglish), "8 min walk");
  assert.equal(walkWords(0, inChinese), "步行约 1 分钟");
  assert.equal(walkWords(90.5, inChinese), "步行约 1 小时 31 分钟");
});

test("durations are said in hours and minutes", () => {
  assert.deepEqual(
    [30, 60, 90, 1440].map((minutes) => durationWords(minutes, inChinese)),
    ["30 分钟", "1 小时", "1 小时 30 分钟", "24 小时"],
  );
});

test("directions and dates are said in the reader's language", () => {
  assert.equal(compassWords(1, inChinese), "东北");
  assert.equal(compassWords(1, inEnglish), "north-east");
  assert.equal(dateWords({ month: 10, day: 1 }, inChinese), "10月1日");
  assert.equal(isoDateWords("2021-08-19", inChinese), "2021年8月19日");
  assert.equal(isoDateWords("2021-08-19T08:00:00+08:00", inEnglish), "19 Aug 2021");
});

test("what is no date stays as it is", () => {
  assert.deepEqual(
    ["", "2021", "2021-13-01", "<b>"].map((text) => isoDateWords(text, inChinese)),
    ["", "2021", "2021-13-01", "<b>"],
  );
});

test("numbers have their thousands apart", () => {
  assert.deepEqual([0, 999, 1000, 2.5, 1234567.891].map(plainNumber), [
    "0",
    "999",
    "1,000",
    "2.5",
    "1,234,567.89",
  ]);
});
