// An embedded map but for the map: card, list, search, and what the page around is told. The map itself
// comes once it is in view.

import { EmbedCard } from "./embed/card.js";
import { fitToContent, obey, tell } from "./embed/parent.js";
import { bindEmbedSearch } from "./embed/search.js";
import { Shown, asked } from "./embed/shown.js";
import { clearNote, note } from "./map/notes.js";
import { element } from "./map/dom.js";
import { nameOf } from "./page/entry.js";
import { Source } from "./page/source.js";
import { settings, t } from "./settings.js";

/** @import { Facility } from "./finder/types.js" */
/** @import { EmbedStage } from "./types.js" */

const config = settings.map;
const region = /** @type {HTMLElement} */ (document.getElementById("map"));
const source = new Source(config);
const shown = new Shown(Object.values(config.layers), source);
/** `then` is what the map has to do once it is there. @type {{ stage: EmbedStage | null, started: boolean, then: ((stage: EmbedStage) => void) | null }} */
const map = { stage: null, started: false, then: null };

const card = new EmbedCard(/** @type {HTMLElement} */ (document.getElementById("card")), config, shown, (facility) => {
  if (!facility) map.stage?.choose(null);
  tell("facility", facility && facts(facility));
});

bindList();
bindEmbedSearch(config, source, (facility) => open(facility));
sayTrouble();
obey({
  fit: fitToContent(),
  show: ({ at }) => show(String(at ?? "")),
  filter: ({ filters }) => shown.filter(String(filters ?? "").split(",").filter(Boolean)),
  flyTo: ({ lon, lat, zoom }) => {
    if (!isPlace(lon, 180) || !isPlace(lat, 85)) return;
    const fly = (/** @type {EmbedStage} */ stage) => stage.flyTo(lon, lat, typeof zoom === "number" ? zoom : null);
    if (map.stage) fly(map.stage);
    else map.then = fly;
    startMap();
  },
});
startInView();
source.load();
if (asked.at) show(asked.at, { focus: false });

Object.assign(window, {
  embedPage: {
    finder: shown,
    sheet: { over: { matches: false }, get coveredPx() { return card.coveredPx; } },
    /** Show on a map what is shown, chosen and found. @param {EmbedStage} stage */
    attach(stage) {
      map.stage = stage;
      stage.onChosen((facility) => open(facility));
      stage.onMove((view) => tell("move", view));
      stage.showFirst(asked.view);
      if (card.facility) stage.choose(card.facility, { near: !asked.view });
      map.then?.(stage);
    },
  },
});

/** @param {Facility} facility @param {{ focus?: boolean }} [how] */
function open(facility, how) {
  startMap();
  card.open(facility, how);
  map.stage?.choose(facility, { near: true });
}

/** Open a facility by its name in addresses, none for "". @param {string} at @param {{ focus?: boolean }} [how] */
async function show(at, how) {
  const [, layer, id] = /^([^/]+)\/([^]+)$/.exec(at) ?? [];
  if (!layer) {
    card.close();
    return;
  }
  if (source.progress === "loading" && !settings.byView) {
    once(() => show(at, how));
    return;
  }
  const facility = await source.find(layer, id);
  if (facility) open(facility, how);
}

/** Once the data are there. @param {() => void} then */
function once(then) {
  let due = true;
  source.onChange(() => {
    if (due && source.progress === "ready") {
      due = false;
      then();
    }
  });
}

/** The list of the server leads to pages of their own; here its names open the card. */
function bindList() {
  document.getElementById("list")?.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-id]") : null;
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await show(`${link.dataset.layer}/${link.dataset.id}`);
    region.scrollIntoView({ block: "nearest" });
  });
}

/** Say on the map what could not be loaded. */
function sayTrouble() {
  source.onChange(() => {
    if (source.progress === "failed") {
      note("data", t("设施数据未能载入。"), { sort: "trouble", retry: () => source.retry() });
    } else clearNote("data");
  });
}

/** A map that nobody has scrolled to costs nobody anything. */
function startInView() {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      startMap();
    },
    { rootMargin: "200px" },
  );
  seen.observe(region);
}

function startMap() {
  if (map.started) return;
  map.started = true;
  for (const src of asked.scripts) {
    const script = element("script", { src });
    // One after the other.
    script.async = false;
    document.head.append(script);
  }
}

/** What the page around is told of a facility. @param {Facility} facility */
function facts(facility) {
  const [lon, lat] = facility.at;
  const name = nameOf(config.layers[facility.layer], facility);
  return { layer: facility.layer, id: facility.id, name, lon, lat };
}

/** @param {unknown} degrees @param {number} most @returns {degrees is number} */
function isPlace(degrees, most) {
  return typeof degrees === "number" && Math.abs(degrees) <= most;
}
