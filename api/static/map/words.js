// Values in words, [zh, en], by the field's kind. The pages have the same words (api/words.py).

const UNKNOWN = ["未知", "Unknown"];
const YES = ["是", "Yes"];
const NO = ["否", "No"];

const same = (value) => [String(value), ""];

function listed(field, value) {
  const words = [value].flat().map((each) => field.values?.[each] ?? [String(each), String(each)]);
  return [words.map(([zh]) => zh).join("、"), words.map(([, en]) => en).join(", ")];
}

function number(field, value) {
  const digits = typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : value;
  return field.unit ? [`${digits} ${field.unit[0]}`, `${digits} ${field.unit[1]}`] : same(digits);
}

/** One value in words; `hours` has words for the opening hours that occur. */
export function valueWords(field, value, hours = {}) {
  if (value === null || value === undefined) return UNKNOWN;
  if (typeof value === "boolean") return value ? YES : NO;
  switch (field.kind) {
    case "words":
    case "list":
      return listed(field, value);
    case "number":
      return number(field, value);
    case "hours":
      return Object.hasOwn(hours, value) ? hours[value] : same(value);
    case "time":
      return same(String(value).replace("T", " "));
    default:
      return same(typeof value === "object" ? JSON.stringify(value) : value);
  }
}

/** A facility's name, [zh, en]; one without a name is called by its layer. */
export function facilityName(layer, { name, name_en: nameEn }) {
  if (name) return [String(name), String(nameEn ?? "")];
  if (nameEn) return [String(nameEn), ""];
  return [`未命名${layer.title[0]}`, `Unnamed (${layer.title[1].toLowerCase()})`];
}

/** A web address, or null: never a script. */
export function webLink(value) {
  return /^https?:\/\/\S+$/i.test(String(value)) ? String(value) : null;
}

// Sign, then word: the sign tells states apart without colour. Where nothing is ever charged, free
// means open.
const STATES = {
  free: ["● 现在免费", "Free now"],
  open: ["● 现在开放", "Open now"],
  paid: ["○ 现在收费", "Charged now"],
  closed: ["✕ 现在关闭", "Closed now"],
  unknown: ["? 时段未知", "Hours unknown"],
};
const WARNINGS = {
  calendar_unpublished: ["放假安排未公布，以现场为准", "holidays not yet published, see the sign"],
  hours_invalid: ["时段填写有误", "hours wrongly entered"],
  time_out_of_range: ["日期超出范围", "date out of range"],
};

/** What holds now and until when, [zh, en]; days are those of the place, not of the reader. */
export function statusWords(status, { charges, timezone }) {
  const state = status.state === "free" && !charges ? "open" : status.state;
  const parts = [STATES[state] ?? same(state)];
  if (status.until) parts.push(untilWords(status.until, timezone));
  if (status.max_stay_minutes) {
    parts.push([`限停 ${status.max_stay_minutes} 分钟`, `stay up to ${status.max_stay_minutes} min`]);
  }
  if (status.warning) parts.push(WARNINGS[status.warning] ?? same(status.warning));
  return [parts.map(([zh]) => zh).join("，"), parts.map(([, en]) => en).join(", ")];
}

function untilWords(until, timezone) {
  // A place's own times carry its offset: the digits are what its clocks show.
  const [day, time] = [until.slice(0, 10), until.slice(11, 16)];
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(new Date());
  const when = day === today ? time : `${day.slice(5)} ${time}`;
  return [`至 ${when}`, `until ${when}`];
}
