// What holds when, out of the courses that the server has laid out over the coming days, so that it can
// be said without a network. For the same terms, time and stay it is what the server says
// (layers/hours/status.py): China's make-up working days are in the courses.

/**
 * @typedef {import("./types.js").ResidentData} ResidentData
 * @typedef {import("./types.js").Course} Course
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Status} Status
 *
 * A state at a minute, and the next one; null where none is known to come.
 * @typedef {{ state: State, until: number | null, nextState: State | null, provisional: boolean }} Passage
 */

const DAY_MINUTES = 1440;

/** @type {Readonly<Record<string, State>>} */
const STATES = { f: "free", p: "paid", x: "closed", "?": "unknown" };

/** @type {WeakMap<Course, number[]>} */
const remembered = new WeakMap();

/**
 * What holds at a minute of the epoch, for a stay; null where a facility has no hours of any sort.
 *
 * After the covered days it is unknown (`data_too_old`), before them too (`time_out_of_range`), unless
 * nothing ever changes.
 * @param {ResidentData} data
 * @param {Course | null} course  One of `data`.
 * @param {number} minute
 * @param {number | null} [stayMinutes]  At most as long as anybody may ask the server for.
 * @returns {Status | null}
 */
export function statusAt(data, course, minute, stayMinutes = null) {
  if (course === null) return null;
  const at = Math.floor(minute);
  if (course.settled) {
    const { state, reason, warning } = course.settled;
    return { ...bareStatus(course, state, reason), warning, wholeStayFree: settledStay(course, state, stayMinutes) };
  }
  if (!course.constant && !isCovered(data, at)) {
    if (at >= lastMinute(data)) return bareStatus(course, "unknown", "data_too_old");
    return { ...bareStatus(course, "unknown", "time_out_of_range"), warning: "time_out_of_range" };
  }
  const passage = passageAt(data, course, at);
  return {
    ...bareStatus(course, passage.state, reasonOf(course, passage.state)),
    until: passage.until,
    nextState: passage.nextState,
    warning: passage.provisional ? "calendar_unpublished" : null,
    wholeStayFree: stayMinutes === null ? null : wholeStayFree(data, course, passage, at, stayMinutes),
  };
}

/**
 * From which minutes of the epoch on a course's states hold.
 * @param {ResidentData} data
 * @param {Course} course
 */
export function startsOf(data, course) {
  const known = remembered.get(course);
  if (known) return known;
  let at = data.days[0];
  const starts = course.steps.map((step) => (at += step));
  remembered.set(course, starts);
  return starts;
}

/**
 * The state that a letter of a course stands for.
 * @param {string} letter
 */
export function stateOf(letter) {
  return STATES[letter];
}

/**
 * How many of rising numbers are not above one: the place of the last of them, counted from 1.
 * @param {readonly number[]} numbers
 * @param {number} most
 */
export function countUpTo(numbers, most) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {ResidentData} data */
function lastMinute({ days }) {
  return days[days.length - 1];
}

/**
 * @param {ResidentData} data
 * @param {number} minute
 */
function isCovered(data, minute) {
  return data.days[0] <= minute && minute < lastMinute(data);
}

/**
 * The state at a minute, and its next change; as far ahead as the server looks, or the data reach.
 * @param {ResidentData} data
 * @param {Course} course
 * @param {number} minute
 * @returns {Passage}
 */
function passageAt(data, course, minute) {
  const { days } = data;
  const starts = startsOf(data, course);
  const place = Math.max(countUpTo(starts, minute) - 1, 0);
  const state = stateOf(course.states[place]);
  if (course.constant) return { state, until: null, nextState: null, provisional: false };
  const day = countUpTo(days, minute) - 1;
  const lastDay = Math.min(day + data.horizon_days, days.length - 2);
  const next = place + 1 < starts.length && starts[place + 1] < days[lastDay + 1] ? place + 1 : null;
  const until = next === null ? null : starts[next];
  const lookedAt = until === null ? lastDay : countUpTo(days, until) - 1;
  return {
    state,
    until,
    nextState: next === null ? null : stateOf(course.states[next]),
    provisional: course.provisional.some(([first, last]) => first <= lookedAt && day <= last),
  };
}

/**
 * Whether it stays free and open to the end of a stay, and so long a one is allowed; null where it cannot
 * be known.
 * @param {ResidentData} data
 * @param {Course} course
 * @param {Passage} arrival
 * @param {number} minute
 * @param {number} stayMinutes
 */
function wholeStayFree(data, course, arrival, minute, stayMinutes) {
  let passage = arrival;
  if (passage.state === "unknown") return null;
  if (passage.state !== "free" || !isAllowed(course, stayMinutes)) return false;
  const horizonMinutes = data.horizon_days * DAY_MINUTES;
  const end = minute + stayMinutes;
  let sure = true;
  while (passage.until !== null && passage.until < end) {
    if (passage.nextState === "paid" || passage.nextState === "closed") return false;
    if (passage.until > minute + horizonMinutes) return null;
    sure = false;
    passage = passageAt(data, course, passage.until);
  }
  const isBeyond = stayMinutes > horizonMinutes || end > lastMinute(data);
  if (passage.until === null && isBeyond && !course.constant) return null;
  return sure ? true : null;
}

/**
 * @param {Course} course
 * @param {State} state
 * @param {number | null} stayMinutes
 */
function settledStay(course, state, stayMinutes) {
  if (stayMinutes === null || state === "unknown") return null;
  return state === "free" && isAllowed(course, stayMinutes);
}

/**
 * @param {Course} course
 * @param {number} stayMinutes
 */
function isAllowed({ max_stay_minutes: most }, stayMinutes) {
  return most === null || stayMinutes <= most;
}

/**
 * @param {Course} course
 * @param {State} state
 */
function reasonOf({ sort, unknown_reason: unknownReason }, state) {
  switch (state) {
    case "closed":
      return "shut";
    case "paid":
      return "outside_free_hours";
    case "free":
      return sort === "free_hours" ? "free_hours" : "open";
    default:
      return unknownReason ?? "no_hours";
  }
}

/**
 * @param {Course} course
 * @param {State} state
 * @param {string} reason
 * @returns {Status}
 */
function bareStatus({ sort, max_stay_minutes: maxStayMinutes }, state, reason) {
  return {
    state,
    until: null,
    nextState: null,
    wholeStayFree: null,
    maxStayMinutes,
    warning: null,
    reason,
    sort,
  };
}
