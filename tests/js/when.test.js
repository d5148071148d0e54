import assert from "node:assert/strict";
import { test } from "node:test";

import { epochMinute, localText, localTime, readLocalText } from "../../api/browser/finder/local-time.js";
import {
  arrivalAhead,
  arrivalBounds,
  arrivalChoices,
  arrivalMinute,
  arrivalWords,
  boundsForInput,
  readArrival,
  stayWords,
} from "../../api/browser/finder/when.js";
import { inChinese, inEnglish } from "./finder-town.js";

const SHANGHAI = "Asia/Shanghai";

/** @param {string} text  RFC 3339. */
const minute = (text) => Date.parse(text) / 60_000;

/**
 * @param {string} text
 * @param {string} zone
 */
function meant(text, zone) {
  const time = readLocalText(text);
  assert.ok(time);
  return new Date(epochMinute(time, zone) * 60_000).toISOString();
}

// Thursday afternoon, the first day of October.
const AFTERNOON = minute("2026-10-01T15:07:00+08:00");

test("each arrival means a minute of the place's own clock", () => {
  const meanings = ["now", "in30", "tonight", "tomorrow", "2026-10-03T09:30"].map((arrival) =>
    arrivalMinute(arrival, AFTERNOON, SHANGHAI),
  );

  assert.deepEqual(meanings, [
    AFTERNOON,
    minute("2026-10-01T15:37:00+08:00"),
    minute("2026-10-01T20:00:00+08:00"),
    minute("2026-10-02T08:00:00+08:00"),
    minute("2026-10-03T09:30:00+08:00"),
  ]);
});

test("tomorrow comes after the last day of a month and of a year", () => {
  const newYearsEve = minute("2026-12-31T23:59:00+08:00");

  assert.equal(arrivalMinute("tomorrow", newYearsEve, SHANGHAI), minute("2027-01-01T08:00:00+08:00"));
});

test("tonight is now once the evening has come, and is no longer offered", () => {
  const evening = minute("2026-10-01T20:30:00+08:00");

  assert.equal(arrivalMinute("tonight", evening, SHANGHAI), evening);
  assert.deepEqual(arrivalChoices(evening, SHANGHAI), ["now", "in30", "tomorrow"]);
  assert.deepEqual(arrivalChoices(AFTERNOON, SHANGHAI), ["now", "in30", "tonight", "tomorrow"]);
});

test("a link to a time that has passed means now", () => {
  assert.equal(arrivalAhead("2026-10-01T15:06", AFTERNOON, SHANGHAI), "now");
  assert.equal(arrivalAhead("2026-10-01T15:08", AFTERNOON, SHANGHAI), "2026-10-01T15:08");
  assert.equal(arrivalAhead("tomorrow", AFTERNOON, SHANGHAI), "tomorrow");
});

test("the place's clock counts, not the phone's", () => {
  const helsinki = "Europe/Helsinki";
  const night = minute("2026-10-01T23:30:00+03:00");

  assert.deepEqual(localTime(night, helsinki), { year: 2026, month: 10, day: 1, hour: 23, minute: 30 });
  assert.deepEqual(localTime(night, SHANGHAI), { year: 2026, month: 10, day: 2, hour: 4, minute: 30 });
  assert.equal(localTime(minute("2026-10-01T00:00:00+08:00"), SHANGHAI).hour, 0);
});

test("a browser that is older than a zone's name goes by its own clock", () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

  for (const hour of ["00", "08", "16", "23"]) {
    const at = minute(`2026-10-01T${hour}:30:00+08:00`);
    assert.deepEqual(localTime(at, "Europe/Founded_Tomorrow"), localTime(at, own));
  }
});

test("a time that clocks skip is as much later as they skip", () => {
  // In Helsinki 3:00 becomes 4:00 on 29 March 2026, at 1:00 UTC.
  assert.equal(meant("2026-03-29T03:30", "Europe/Helsinki"), "2026-03-29T01:30:00.000Z");
  assert.equal(meant("2026-03-29T02:59", "Europe/Helsinki"), "2026-03-29T00:59:00.000Z");
  assert.equal(meant("2026-03-29T04:00", "Europe/Helsinki"), "2026-03-29T01:00:00.000Z");
});

test("of two minutes at which clocks show the same the first is meant", () => {
  // In Helsinki 4:00 becomes 3:00 on 25 October 2026, at 1:00 UTC.
  assert.equal(meant("2026-10-25T03:30", "Europe/Helsinki"), "2026-10-25T00:30:00.000Z");
  assert.equal(meant("2026-10-25T04:00", "Europe/Helsinki"), "2026-10-25T02:00:00.000Z");
  // On Lord Howe Island clocks move by half an hour.
  assert.equal(meant("2026-04-05T01:45", "Australia/Lord_Howe"), "2026-04-04T14:45:00.000Z");
});

test("a chosen time is written as the input has it, and only a real one is taken", () => {
  assert.equal(readArrival("2026-10-01T18:00"), "2026-10-01T18:00");
  assert.equal(readArrival("2028-02-29T18:00:00"), "2028-02-29T18:00");
  for (const text of [
    "",
    "2026-02-30T08:00",
    "2026-10-01",
    "2026-10-01T24:00",
    "2026-10-01T08:60",
    "+30",
    "NOW",
  ]) {
    assert.equal(readArrival(text), null, text);
  }
  assert.equal(localText({ year: 2026, month: 1, day: 2, hour: 3, minute: 4 }), "2026-01-02T03:04");
});

test("arrivals and stays are said in words", () => {
  const said = (/** @type {string} */ arrival) => arrivalWords(arrival, AFTERNOON, SHANGHAI, inChinese);

  assert.deepEqual(["now", "in30", "tonight", "tomorrow", "2026-10-03T09:05"].map(said), [
    "现在",
    "30 分钟后",
    "今晚 20:00",
    "明早 8:00",
    "10月3日 9:05",
  ]);
  assert.equal(arrivalWords("2026-10-03T09:05", AFTERNOON, SHANGHAI, inEnglish), "3 Oct, 9:05");
  assert.equal(stayWords(120, inChinese), "停留 2 小时");
  assert.equal(stayWords(null, inChinese), "不限停留");
});

test("one may ask for what is covered, less the horizon", () => {
  // From 30 September on for five days, of which the last two are only looked ahead into.
  const days = [0, 1, 2, 3, 4, 5].map((day) => minute("2026-09-30T00:00:00+08:00") + day * 1440);
  /** @type {import("../../api/browser/finder/types.js").ResidentData} */
  const data = {
    generated_at: "",
    timezone: SHANGHAI,
    days,
    horizon_days: 2,
    data_date: null,
    by_view: false,
    layers: {},
  };
  const bounds = arrivalBounds(data, AFTERNOON);

  assert.deepEqual(bounds, { first: AFTERNOON, last: minute("2026-10-02T23:59:00+08:00") });
  assert.deepEqual(bounds && boundsForInput(bounds, SHANGHAI), {
    min: "2026-10-01T15:07",
    max: "2026-10-02T23:59",
  });
  assert.equal(arrivalBounds(data, AFTERNOON + 2 * 1440), null);
});
