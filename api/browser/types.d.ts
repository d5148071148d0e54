// The shapes that the browser's modules share: what the map's script says (api/maps/folium_map.py),
// and what is made of it.

import type { LatLng, LeafletEvent } from "leaflet";

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
  dataUrl: string;
  itemsUrl: string;
  /** The version that its items are to be asked of; null for today's. */
  version: string | null;
  /** Only what is in view is loaded. */
  byView: boolean;
  illustrative: boolean;
  hoursField: string | null;
  /** Words for the opening hours that occur, by their OSM expression. */
  hours: Record<string, Words>;
  fields: FieldConfig[];
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

/** What the service says of a facility at a time, in words. */
export interface FacilityStatus {
  state: "free" | "paid" | "closed" | "unknown";
  words: { zh: string; en: string };
}

/** A facility on the map. */
export interface Facility {
  layer: LayerConfig;
  id: string;
  properties: Properties;
  name: Words;
  /** Where it is drawn; null where it has no geometry. */
  at: LatLng | null;
  /** Asks the service what holds just now; null where that is not known. */
  status: () => Promise<FacilityStatus | null>;
}

/** What a map says when a facility was tapped, and when its card opens (null: closes). */
export interface FacilityChosenEvent extends LeafletEvent {
  facility: Facility;
}

export interface CardChangeEvent extends LeafletEvent {
  facility: Facility | null;
}

declare module "leaflet" {
  interface Evented {
    on(type: "facilitychosen", fn: (event: FacilityChosenEvent) => void): this;
    on(type: "cardchange", fn: (event: CardChangeEvent) => void): this;
  }
}
