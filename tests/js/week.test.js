// The hours of the coming days, with the make-up Saturday and the changes of the clocks.

import assert from "node:assert/strict";
import { test } from "node:test";

import { weekOf } from "../../api/browser/finder/week.js";
import { ALWAYS, CLOSED, DATA, NIGHTS, courseOf, october } from "./october.js";

const said = ({ weekday, month, day, parts }) => [
  "Mo Tu We Th Fr Sa Su".split(" ")[weekday],
  `${month}-${day}`,
  parts.map(({ from, to, state }) => `${from}-${to} ${state}`).join(", "),
];

test("a week begins today and has every part of each day", () => {
  const charged = "00:00-08:00 free, 08:00-18:00 paid, 18:00-24:00 free";

  assert.deepEqual(weekOf(DATA, NIGHTS, october(8, 15)).map(said), [
    ["Th", "10-8", charged],
    ["Fr", "10-9", charged],
    ["Sa", "10-10", charged],
    ["Su", "10-11", "00:00-24:00 free"],
    ["Mo", "10-12", charged],
    ["Tu", "10-13", charged],
    ["We", "10-14", charged],
  ]);
});

test("parts follow each other from midnight to midnight", () => {
  for (const { parts } of weekOf(DATA, NIGHTS, october(8))) {
    for (let place = 1; place < parts.length; place += 1) {
      assert.equal(parts[place].start, parts[place - 1].end);
    }
    assert.equal(parts[parts.length - 1].end - parts[0].start, 1440);
  }
});

test("towards the end of the covered days a week is shorter", () => {
  assert.equal(weekOf(DATA, NIGHTS, october(20, 23, 59)).length, 1);
  assert.deepEqual(weekOf(DATA, NIGHTS, october(21)), []);
  assert.deepEqual(weekOf(DATA, NIGHTS, october(7) - 1), []);
});

test("what never changes has one part a day", () => {
  assert.deepEqual(said(weekOf(DATA, ALWAYS, october(8))[0]), ["Th", "10-8", "00:00-24:00 free"]);
  assert.deepEqual(said(weekOf(DATA, CLOSED, october(8))[6]), ["We", "10-14", "00:00-24:00 closed"]);
  assert.deepEqual(weekOf(DATA, null, october(8)), []);
});

test("days that hang on an unpublished calendar say so", () => {
  // The third and the fourth of the covered days: the 9th and the 10th.
  const week = weekOf(DATA, { ...NIGHTS, provisional: [[2, 3]] }, october(8));

  assert.deepEqual(week.filter(({ provisional }) => provisional).map(({ day }) => day), [9, 10]);
});

test("a day of 23 hours ends at 24:00 like any other", () => {
  // Helsinki puts its clocks forward on Sunday 29 March 2026, at 3:00, which is 1:00 in UTC.
  const midnights = [Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 2, 29, 21), Date.UTC(2026, 2, 30, 21)];
  const data = { ...DATA, timezone: "Europe/Helsinki", days: midnights.map((ms) => ms / 60_000) };
  // Open from 2:00 to 6:00, which is three hours on that day.
  const course = courseOf([0, 2, 3], "xfx", { sort: "open_hours", constant: false });

  assert.deepEqual(weekOf(data, course, data.days[0]).map(said), [
    ["Su", "3-29", "00:00-02:00 closed, 02:00-06:00 free, 06:00-24:00 closed"],
    ["Mo", "3-30", "00:00-24:00 closed"],
  ]);
});
