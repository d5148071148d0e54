// The planner's answers as the server gives them (layers/planning: `as_dict`), and what is asked.

/** Words of an answer: Chinese and English by name. */
export interface BothWords {
  zh: string;
  en: string;
}

/** A message in the reader's language. */
export type Translate = (message: string, values?: Readonly<Record<string, string | number>>) => string;

export type Method = "straight" | "network";
export type Process = "coverage" | "accessibility" | "siting";

export interface Threshold {
  metres: number;
  minutes: number;
  speed_m_s: number;
  label: BothWords | null;
  source: string | null;
  certainty: "document" | "secondary" | "to_be_confirmed" | null;
}

export interface LeftOut {
  id: string;
  name: string;
  reason: BothWords;
}

/** How an answer was made. */
export interface Made {
  place: BothWords;
  supply: { layer: BothWords; version: string; count: number; illustrative: boolean };
  demand: {
    source: BothWords;
    version: string;
    unit: BothWords;
    estimate: BothWords | null;
    rows: number;
    left_out: LeftOut[];
    mended: string[];
    outside: number;
  };
  network: { source: string; version: string; nodes: number; edges: number; length_km: number; data_date: string | null } | null;
  join_limit_m: number;
  data_date: string | null;
}

export interface Share {
  total: number;
  served: number;
  unserved: number;
  /** Null where there is nobody. */
  share: number | null;
}

export interface Gap {
  rank: number;
  area_m2: number;
  unserved: number;
}

export interface Uncovered {
  id: string;
  name: string;
  zone: string | null;
  total: number;
  unserved: number;
  distance_m: number | null;
  facility: string | null;
}

/** The answer by one way of measuring. */
export interface Reach {
  method: Method;
  whole: Share;
  zones: (Share & { name: string | null })[];
  /** Metres, and how much is served at that threshold. */
  curve: [metres: number, served: number][];
  uncovered: Uncovered[];
  served_m2: number;
  gaps: Gap[];
  mean_m: number | null;
  median_m: number | null;
  unconnected: number;
  facilities_unconnected: string[];
}

export interface Coverage {
  made: Made;
  threshold: Threshold;
  zone_faults: { row: number; reason: string }[];
  straight: Reach;
  /** Null where the place has no walking network. */
  network: Reach | null;
}

export interface Access {
  made: Made;
  catchment: string;
  catchment_words: BothWords;
  method: Method;
  threshold: Threshold;
  capacity: string | null;
  rows: { id: string; name: string; zone: string | null; weight: number; access: number }[];
  supply_total: number;
  supply_unknown: string[];
  mean: number;
  gini: number | null;
  palma: number | null;
}

export interface Site {
  rank: number;
  name: string;
  lon: number;
  lat: number;
  gain: number;
}

export interface Siting {
  made: Made;
  goal: "most_covered" | "fewest_sites" | "least_distance";
  goal_words: BothWords;
  method: Method;
  threshold: Threshold;
  candidates: { source: BothWords; count: number; allowed: number };
  sites: Site[];
  total: number;
  before: number | null;
  after: number;
  bound: number;
  gap: number;
  status: "optimal" | "time_limit" | "cancelled" | "heuristic" | "infeasible";
  status_words: BothWords;
  reason: BothWords | null;
  missing: number;
}

/** A facility that is put on the map, stands elsewhere, or is taken away. */
export type Change =
  | { kind: "add"; at: Spot }
  | { kind: "move"; id: string; at: Spot }
  | { kind: "remove"; id: string };

/** Longitude and latitude, WGS 84 degrees. */
export type Spot = readonly [lon: number, lat: number];
