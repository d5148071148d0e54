// What holds when, out of a course that was laid out by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { statusAt } from "../../api/browser/finder/courses.js";
import { ALWAYS, CLOSED, DATA, NIGHTS, courseOf, october } from "./october.js";

const at = (minute, stay, course = NIGHTS) => statusAt(DATA, course, minute, stay);

test("the make-up Saturday costs as a Friday does", () => {
  const { state, until, nextState, reason } = at(october(10, 9));

  assert.deepEqual([state, until, nextState], ["paid", october(10, 18), "free"]);
  assert.equal(reason, "outside_free_hours");
});

test("a state holds from its first minute to the one before the next", () => {
  assert.equal(at(october(8, 7, 59)).state, "free");
  assert.equal(at(october(8, 8)).state, "paid");
  assert.equal(at(october(8, 17, 59)).state, "paid");
  assert.equal(at(october(8, 18)).state, "free");
});

test("seconds are dropped", () => {
  assert.equal(at(october(8, 7, 59) + 0.99).state, "free");
});

test("a stay is free when it ends as the charge begins, and not a minute later", () => {
  assert.equal(at(october(8, 22), 10 * 60).wholeStayFree, true);
  assert.equal(at(october(8, 22), 10 * 60 + 1).wholeStayFree, false);
  assert.equal(at(october(8, 22)).wholeStayFree, null);
  assert.equal(at(october(8, 9), 30).wholeStayFree, false);
});

test("a stay longer than is allowed is not free, whatever the hours", () => {
  const short = { ...ALWAYS, max_stay_minutes: 120 };

  assert.equal(at(october(8), 120, short).wholeStayFree, true);
  assert.equal(at(october(8), 121, short).wholeStayFree, false);
});

test("a stay into hours that nobody knows is not known", () => {
  const unsure = courseOf([0, 24, 1], "f?f");

  assert.equal(at(october(7, 23), 60, unsure).wholeStayFree, true);
  assert.equal(at(october(7, 23), 61, unsure).wholeStayFree, null);
  assert.equal(at(october(8), 10, unsure).wholeStayFree, null);
  assert.equal(at(october(8), 10, unsure).reason, "hours_say_unknown");
});

test("a stay is charged when the charge comes after hours that nobody knows", () => {
  assert.equal(at(october(7, 23), 180, courseOf([0, 24, 1], "f?p")).wholeStayFree, false);
});

test("of a stay that goes on for longer than is looked ahead nothing is known", () => {
  // Unknown from the 8th on, free on the 13th from 12:00, paid from 14:00; five days end with the 11th.
  const later = courseOf([0, 24, 132, 2], "f?fp");

  assert.equal(at(october(7), 8 * 24 * 60, later).wholeStayFree, null);
  assert.equal(at(october(9), 8 * 24 * 60, courseOf([0, 24 * 13], "fp")).wholeStayFree, null);
});

test("the next change is looked for as far ahead as the server looks", () => {
  // Five days after the 8th end with the 13th.
  const late = (day) => courseOf([0, (day - 7) * 24], "fp");

  assert.equal(at(october(8, 12), null, late(13)).until, october(13));
  assert.equal(at(october(8, 12), null, late(14)).until, null);
  assert.equal(at(october(9, 0), null, late(14)).until, october(14));
});

test("a warning is said where the answer hangs on a day that is not published", () => {
  // The 9th, the third of the days; the change of the 8th does not hang on it, that of the 9th does.
  const unpublished = { ...NIGHTS, provisional: [[2, 2]] };

  assert.equal(at(october(8, 9), null, unpublished).warning, null);
  assert.equal(at(october(8, 19), null, unpublished).warning, "calendar_unpublished");
  assert.equal(at(october(10, 9), null, unpublished).warning, null);
});

test("after the covered days nothing is known but what never changes", () => {
  const later = october(21);

  assert.equal(at(later - 1).state, "free");
  assert.deepEqual([at(later).state, at(later).reason, at(later).warning], ["unknown", "data_too_old", null]);
  assert.equal(at(later, 30).wholeStayFree, null);
  assert.equal(at(later, 30, ALWAYS).wholeStayFree, true);
  assert.equal(at(later, 30, CLOSED).state, "closed");
});

test("towards the end of the covered days a stay that reaches beyond them is not known", () => {
  assert.equal(at(october(20, 18), 6 * 60).wholeStayFree, true);
  assert.equal(at(october(20, 18), 6 * 60 + 1).wholeStayFree, null);
});

test("before the covered days nothing is known either", () => {
  const { state, reason, warning } = at(october(7) - 1);

  assert.deepEqual([state, reason, warning], ["unknown", "time_out_of_range", "time_out_of_range"]);
});

test("a facility that is closed for good is free for no stay", () => {
  assert.equal(at(october(8), null, CLOSED).wholeStayFree, null);
  assert.equal(at(october(8), 30, CLOSED).wholeStayFree, false);
});

test("a facility without hours of any sort has no status", () => {
  assert.equal(statusAt(DATA, null, october(8)), null);
});
