// The shapes that the browser's modules share: what the map's script says (api/maps/folium_map.py),
// and what is made of it.

import type { LatLng, LeafletEvent } from "leaflet";

import type { Travel } from "./finder/navigation.js";
import type { Facility as FoundFacility, HoursChips, Position as FoundPosition } from "./finder/types.js";
import type { Finder, Origin } from "./page/finder.js";
import type { Sheet } from "./page/sheet.js";

/** Chinese, and English beside it; "" where there is none. */
export type Words = readonly [zh: string, en: string];

/** Degrees, WGS 84 unless said otherwise. */
export type Position = [lon: number, lat: number];

/** How a position is drawn: as it is, or shifted with the basemap. */
export type Draw = (lon: number, lat: number) => Position;

export type FieldKind =
  | "text" | "words" | "list" | "yes_no" | "number" | "year" | "date" | "time" | "hours" | "position"
  | "positions" | "link" | "phone";

/** A field of a layer, in words. */
export interface FieldConfig {
  name: string;
  label: Words;
  kind: FieldKind;
  unit?: Words;
  /** Words for the values that it allows. */
  values?: Record<string, Words>;
}

/** A layer as the map's script describes it. */
export interface LayerConfig {
  name: string;
  title: Words;
  counter: string;
  count: number;
  /** SVG paths in a box of 28. */
  mark: { outline: string; glyph: string };
  itemsUrl: string;
  /** The version that its items are to be asked of; null for today's. */
  version: string | null;
  illustrative: boolean;
  hoursField: string | null;
  fields: FieldConfig[];
  hoursChips: HoursChips | null;
  travel: Travel;
  /** What can be reported of its facilities. */
  reportKinds: { name: string; label: Words }[];
}

export interface BasemapConfig {
  url: string;
  attribution: string;
  maxZoom: number;
  datum: "wgs84" | "gcj02";
}

/** All that the map's script says. */
export interface MapConfig {
  bounds: [west: number, south: number, east: number, north: number];
  attribution: Words;
  boundaryUrl: string;
  basemap: BasemapConfig | null;
  layers: Record<string, LayerConfig>;
}

/** A facility's fields by name; those that every layer may have are typed. */
export interface Properties {
  name?: string | null;
  name_en?: string | null;
  address?: string | null;
  subdistrict?: string | null;
  status?: string | null;
  position?: "surveyed" | "approximate" | "illustrative" | null;
  source?: string | null;
  source_url?: string | null;
  verified_on?: string | null;
  access_point?: Position | null;
  [field: string]: unknown;
}

/** A GeoJSON feature of a layer, as the service sends it. */
export interface FacilityFeature {
  type: "Feature";
  id: string | number;
  geometry: GeoJSON.Geometry | null;
  properties: Properties;
  status?: FacilityStatus;
}

export interface FacilityCollection {
  type: "FeatureCollection";
  features: FacilityFeature[];
  numberMatched?: number;
  numberReturned?: number;
  links?: { rel: string; href: string }[];
}

/** What the service says of a facility at a time. */
export interface FacilityStatus {
  state: "free" | "paid" | "closed" | "unknown";
  until: string | null;
  next_state: FacilityStatus["state"] | null;
  whole_stay_free: boolean | null;
  max_stay_minutes: number | null;
  reason: string;
  warning?: string;
  words: { zh: string; en: string };
}

/** A facility on the map. */
export interface Facility {
  layer: LayerConfig;
  id: string;
  name: Words;
  /** Where it is drawn. */
  at: LatLng;
  /** The same in the list. */
  found: FoundFacility;
}

/** What a map says when a facility was tapped. */
export interface FacilityChosenEvent extends LeafletEvent {
  facility: Facility;
}

/** What shows on a map what the page has found: there once Leaflet is. */
export interface Stage {
  onChosen(listener: (facility: FoundFacility) => void): void;
  showAll(): void;
  showOrigin(origin: Origin | null): void;
  choose(facility: FoundFacility | null, how?: { near?: boolean }): void;
  pick(then: (at: FoundPosition) => void): void;
}

/** What a map needs to know of its page: what is found, and how much of it is covered. */
export interface MapPage {
  finder: Pick<Finder, "found" | "onFound" | "numbered" | "source" | "choice" | "origin">;
  sheet: { coveredPx: number; over: { matches: boolean } };
}

/** What shows on the map of an embed what it has. */
export interface EmbedStage extends Pick<Stage, "onChosen" | "choose"> {
  showFirst(view: [lon: number, lat: number, zoom: number] | null): void;
  flyTo(lon: number, lat: number, zoom: number | null): void;
  onMove(listener: (view: Record<string, unknown>) => void): void;
}

/** An embedded map, as the map's script finds it. */
export interface EmbedPage extends MapPage {
  attach(stage: EmbedStage): void;
}

/** The page, as the map's script finds it. */
export interface Page {
  finder: Finder;
  sheet: Sheet;
  attach(stage: Stage): void;
}

declare global {
  interface Window {
    facilitiesPage: Page;
    embedPage: EmbedPage;
  }
}

declare module "leaflet" {
  interface Evented {
    on(type: "facilitychosen", fn: (event: FacilityChosenEvent) => void): this;
    on(type: "basemapfailed", fn: () => void): this;
  }
}
