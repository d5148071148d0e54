// What the finder works with. The server makes the data (docs/reference/http.md, /resident.json) and
// the settings of the layers (api/words.py).

/** Chinese and English. */
export type Words = readonly [zh: string, en: string];

/** Longitude and latitude, WGS 84 degrees. */
export type Position = readonly [lon: number, lat: number];

/** A message in the reader's language: `t("步行约 {minutes} 分钟", { minutes: 8 })`. */
export type Translate = (message: string, values?: Readonly<Record<string, string | number>>) => string;

export type State = "free" | "paid" | "closed" | "unknown";
export type HoursSort = "none" | "always" | "open_hours" | "free_hours";

/** What holds at one minute, as `Clock.status` says it. */
export interface Status {
  state: State;
  /** Minute of the epoch at which the state changes, null where it does not. */
  until: number | null;
  nextState: State | null;
  wholeStayFree: boolean | null;
  maxStayMinutes: number | null;
  warning: string | null;
  reason: string;
  sort: HoursSort;
}

/** The course of states of all facilities with the same terms. */
export interface Course {
  sort: HoursSort;
  max_stay_minutes: number | null;
  settled: { state: State; reason: string; warning: string | null } | null;
  constant: boolean;
  /** Minutes from one change to the next, the first since `days[0]`; empty where it is settled. */
  steps: number[];
  /** One letter a step: f free, p paid, x closed, ? unknown. */
  states: string;
  /** First and last day, as places in `days`, that hang on a calendar that is not published. */
  provisional: [number, number][];
  unknown_reason: string | null;
}

export interface Feature {
  id: string;
  geometry: unknown;
  properties: Record<string, unknown>;
  at: Position;
  course: number | null;
  /** Spellings of a Chinese name, with spaces between the syllables. */
  pinyin?: string[];
}

/** The answer of `/resident.json`. */
export interface ResidentData {
  generated_at: string;
  timezone: string;
  days: number[];
  horizon_days: number;
  data_date: string | null;
  /** Whether facilities come by `bbox` only. */
  by_view: boolean;
  layers: Record<string, LayerData>;
}

export interface LayerData {
  version: string;
  count: number;
  matched: number;
  cells: [lon: number, lat: number, count: number][] | null;
  /** Words for the hours that occur, by their expression. */
  hours?: Record<string, Words>;
  courses: Course[];
  features: Feature[];
}

/** One facility, with the layer that it is of and the course that its status follows. */
export interface Facility {
  layer: string;
  id: string;
  at: Position;
  properties: Record<string, unknown>;
  geometry: unknown;
  course: Course | null;
  pinyin: string[];
}

/** A field of a layer as it is declared (api/words.py, `field_config`). */
export interface Field {
  name: string;
  label: Words;
  kind: string;
  unit?: Words;
  values?: Record<string, Words>;
  /** Whether it is offered as chips. */
  chips?: boolean;
  /** Of a number: chips for at least so much. */
  steps?: number[];
  /** Whether it is an upper limit, so that nothing known of it keeps nobody out. */
  limit?: boolean;
}

/** What the finder needs to know of a layer. */
export interface LayerConfig {
  name: string;
  title: Words;
  fields: Field[];
  /** Chips about hours; null where a layer has no hours. */
  hoursChips: HoursChips | null;
}

export interface HoursChips {
  /** 24 小时, 全天免费. */
  always: Words;
  /** 现在开放, 现在免费. */
  now: Words;
  /** 到时开放, 到时免费. */
  then: Words;
  /** Whether the last two are chosen until the reader chooses otherwise. */
  chosen: boolean;
}
