// Free at night, at weekends and on holidays, in China's October of 2026, written down by hand: the
// holiday ends on Wednesday the 7th, Saturday the 10th is worked. For the tests beside this file.

const HOUR = 60;

/** The minute of the epoch of a day of that month and a time, by the clocks of Shanghai. */
export const october = (day, hour = 0, minute = 0) => Date.UTC(2026, 9, day, hour - 8, minute) / 60_000;

/** From Wednesday the 7th to the end of Tuesday the 20th; a status looks five days ahead. */
export const DATA = {
  generated_at: "2026-10-08T00:00:00+08:00",
  timezone: "Asia/Shanghai",
  days: Array.from({ length: 15 }, (_, place) => october(7 + place)),
  horizon_days: 5,
  data_date: null,
  by_view: false,
  layers: {},
};

/** A course with these steps in hours and the state after each. */
export const courseOf = (steps, states, more = {}) => ({
  sort: "free_hours",
  max_stay_minutes: null,
  settled: null,
  constant: steps.length === 1,
  steps: steps.map((hours) => hours * HOUR),
  states,
  provisional: [],
  unknown_reason: states.includes("?") ? "hours_say_unknown" : null,
  ...more,
});

// Paid from 8 to 18 from Thursday the 8th to Saturday the 10th, and again from Monday the 12th on.
export const NIGHTS = courseOf(
  [0, 32, 10, 14, 10, 14, 10, 38, 10, 14, 10, 14, 10, 14, 10, 14, 10, 62, 10, 14, 10],
  "fpfpfpfpfpfpfpfpfpfpf",
);
export const ALWAYS = courseOf([0], "f");
export const CLOSED = courseOf([], "", {
  constant: true,
  settled: { state: "closed", reason: "facility_closed", warning: null },
});
