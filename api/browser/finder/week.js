// The hours of the coming days for a card, day by day, as they really are: holidays, make-up days and
// changes of the clocks included.

import { countUpTo, startsOf, stateOf } from "./courses.js";
import { localTime } from "./local-time.js";

/**
 * @typedef {import("./types.js").ResidentData} ResidentData
 * @typedef {import("./types.js").Course} Course
 * @typedef {import("./types.js").State} State
 *
 * A part of a day in which one state holds: minutes of the epoch, and what the clocks show then.
 * @typedef {{ state: State, start: number, end: number, from: string, to: string }} DayPart
 *
 * @typedef {Object} WeekDay
 * @property {number} weekday  From Monday, 0.
 * @property {number} month
 * @property {number} day
 * @property {boolean} provisional  Whether it hangs on a calendar that is not published.
 * @property {DayPart[]} parts  From midnight to midnight; one where nothing changes.
 */

const DAYS_A_WEEK = 7;

/**
 * Seven local days from that of a minute of the epoch on, or as many as the data cover.
 * @param {ResidentData} data
 * @param {Course | null} course
 * @param {number} minute
 * @returns {WeekDay[]}
 */
export function weekOf(data, course, minute) {
  const { days } = data;
  const today = countUpTo(days, minute) - 1;
  if (course === null || today < 0) return [];
  const last = Math.min(today + DAYS_A_WEEK, days.length - 1);
  /** @type {WeekDay[]} */
  const week = [];
  for (let place = today; place < last; place += 1) {
    // A date that a zone left out has no minute.
    if (days[place] < days[place + 1]) week.push(weekDay(data, course, place));
  }
  return week;
}

/**
 * @param {ResidentData} data
 * @param {Course} course
 * @param {number} place  Of the day, among the covered ones.
 * @returns {WeekDay}
 */
function weekDay(data, course, place) {
  const [start, end] = [data.days[place], data.days[place + 1]];
  const { year, month, day } = localTime(start, data.timezone);
  const sundayFirst = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return {
    weekday: (sundayFirst + 6) % DAYS_A_WEEK,
    month,
    day,
    provisional: course.provisional.some(([first, last]) => first <= place && place <= last),
    parts: partsBetween(data, course, start, end),
  };
}

/**
 * @param {ResidentData} data
 * @param {Course} course
 * @param {number} start
 * @param {number} end
 * @returns {DayPart[]}
 */
function partsBetween(data, course, start, end) {
  if (course.settled) return [part(data, course.settled.state, start, end, end)];
  const starts = startsOf(data, course);
  /** @type {DayPart[]} */
  const parts = [];
  for (let place = Math.max(countUpTo(starts, start) - 1, 0), from = start; from < end; place += 1) {
    const to = Math.min(starts[place + 1] ?? end, end);
    parts.push(part(data, stateOf(course.states[place]), from, to, end));
    from = to;
  }
  return parts;
}

/**
 * @param {ResidentData} data
 * @param {State} state
 * @param {number} start
 * @param {number} end
 * @param {number} midnight  The end of the day.
 * @returns {DayPart}
 */
function part({ timezone }, state, start, end, midnight) {
  return {
    state,
    start,
    end,
    from: clock(start, timezone),
    to: end === midnight ? "24:00" : clock(end, timezone),
  };
}

/**
 * @param {number} minute
 * @param {string} timezone
 */
function clock(minute, timezone) {
  const shown = localTime(minute, timezone);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${two(shown.hour)}:${two(shown.minute)}`;
}
