// Data of one's own beside the place's: where people live, zones, where nothing may be built. Files are no
// part of a link.

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { MOST_BYTES, UploadError, collectionOf, isRaster, rasterOf, textOf, weights } from "../planning/uploads.js";
import { button } from "./parts.js";
import { planner } from "./settings.js";

/** @import { Collection } from "../planning/uploads.js" */

const KINDS = /** @type {const} */ (["demand", "zones", "candidates", "forbidden"]);

/** @param {typeof KINDS[number]} kind */
const label = (kind) =>
  ({
    demand: t("哪里住着多少人（点、面，或 GeoTIFF 栅格）"),
    zones: t("按自己的分区统计（面）"),
    candidates: t("可以建的地点（点）"),
    forbidden: t("不能建的范围（面）"),
  })[kind];

/** @type {Record<string, readonly string[]>} */
const OF_PROCESS = { coverage: ["demand", "zones"], accessibility: ["demand"], siting: ["demand", "candidates", "forbidden"] };

export class OwnData {
  /** @param {HTMLElement} place @param {() => void} changed */
  constructor(place, changed) {
    this.changed = changed;
    // Which of all that were ever read: two questions about the same files are the same.
    this.edition = 0;
    /** As a process takes it. @type {Map<string, unknown>} */
    this.read = new Map();
    /** Where people live, in place of the communities. @type {Collection | null} */
    this.rows = null;
    this.weight = element("select", { id: "own-weight" });
    this.weight.addEventListener("change", () => this._now());
    this.weightField = element("p", { class: "field", hidden: "" }, element("label", { for: "own-weight" }, t("哪一列是人数或户数")), this.weight);
    const inputs = KINDS.filter((kind) => OF_PROCESS[planner.process].includes(kind)).map((kind) => this._input(kind));
    place.append(
      element(
        "details",
        { class: "own-data" },
        element("summary", {}, t("用自己的数据")),
        element("p", { class: "meta" }, t("GeoJSON，或带经度、纬度两列的 CSV（WGS 84）。只用于这次计算，不保存，也不在链接里。")),
        ...inputs,
      ),
    );
  }

  /** What goes with the question. @returns {Record<string, unknown>} */
  get inputs() {
    const given = Object.fromEntries(this.read);
    return this.rows?.features.length && this.weight.value ? { ...given, weight: this.weight.value } : given;
  }

  /** @param {typeof KINDS[number]} kind */
  _input(kind) {
    const accept = `.geojson,.json,.csv,.tsv,.txt${kind === "demand" ? ",.tif,.tiff" : ""}`;
    const input = element("input", { type: "file", id: `own-${kind}`, accept });
    const says = element("span", { class: "meta", role: "status" });
    const drop = button(t("不用了"), () => this._drop(kind, input, says, drop), { class: "quiet small", hidden: "" });
    input.addEventListener("change", () => this._take(kind, input, says, drop));
    const field = element("p", { class: "field" }, element("label", { for: `own-${kind}` }, label(kind)), input, element("span", { class: "joined" }, says, drop));
    return kind === "demand" ? element("div", {}, field, this.weightField) : field;
  }

  /**
   * @param {typeof KINDS[number]} kind
   * @param {HTMLInputElement} input
   * @param {HTMLElement} says
   * @param {HTMLButtonElement} drop
   */
  async _take(kind, input, says, drop) {
    const [file] = input.files ?? [];
    if (!file) return;
    try {
      if (file.size > MOST_BYTES) throw new UploadError(t("文件太大，最多 {most} MB。", { most: MOST_BYTES / 1e6 }));
      const bytes = await file.arrayBuffer();
      if (kind === "demand" && isRaster(bytes)) says.textContent = this._takeRaster(bytes);
      else says.textContent = this._takeTable(kind, collectionOf(textOf(bytes), t));
      drop.hidden = false;
      this._now();
    } catch (refused) {
      if (!(refused instanceof UploadError)) throw refused;
      this._drop(kind, input, says, drop);
      says.textContent = refused.message;
    }
  }

  /** @param {typeof KINDS[number]} kind @param {Collection} found */
  _takeTable(kind, found) {
    this.read.set(kind, found);
    if (kind === "demand") {
      this.rows = found;
      this._offerWeights(found);
    }
    return t("已读 {count} 行", { count: found.features.length });
  }

  /** Cells of a raster have no names to be found by. @param {ArrayBuffer} bytes */
  _takeRaster(bytes) {
    this.read.set("demand", rasterOf(bytes));
    this.rows = { type: "FeatureCollection", features: [] };
    this.weightField.hidden = true;
    return t("已读栅格，{size} KB", { size: Math.ceil(bytes.byteLength / 1024) });
  }

  /**
   * @param {typeof KINDS[number]} kind
   * @param {HTMLInputElement} input
   * @param {HTMLElement} says
   * @param {HTMLButtonElement} drop
   */
  _drop(kind, input, says, drop) {
    this.read.delete(kind);
    Object.assign(input, { value: "" });
    says.textContent = "";
    Object.assign(drop, { hidden: true });
    if (kind === "demand") {
      this.rows = null;
      this.weightField.hidden = true;
    }
    this._now();
  }

  /** @param {Collection} collection */
  _offerWeights(collection) {
    const names = weights(collection);
    const each = element("option", { value: "" }, t("每行算 1"));
    this.weight.replaceChildren(...names.map((name) => element("option", { value: name }, name)), each);
    this.weightField.hidden = false;
  }

  _now() {
    this.edition += 1;
    this.changed();
  }
}
