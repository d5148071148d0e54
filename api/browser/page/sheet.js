// The sheet with the list: on a phone at the foot of the screen in three heights, on a desk a column.

import { t } from "../settings.js";

/** @typedef {"peek" | "half" | "full"} Height */

/** Where the list lies over the map; elsewhere it stands beside or below it. */
export const OVER_MAP = "(max-width: 899px) and (min-height: 520px)";

/** @type {Height[]} */
const HEIGHTS = ["peek", "half", "full"];
// A finger that moved less than this has tapped.
const TAP_PX = 6;
// A flick: faster than this, in pixels a millisecond, goes on in its direction.
const FLICK = 0.5;

/** The sheet, its handle, and how high it stands. */
export class Sheet {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** After its height has changed. @type {() => void} */
    this.onChange = () => undefined;
    this.over = matchMedia(OVER_MAP);
    this.handle = /** @type {HTMLElement} */ (box.querySelector(".sheet-handle"));
    this.handle.addEventListener("click", () => this._step());
    this._bindDrag();
    this.over.addEventListener("change", () => this.set(this.height));
    // Whoever moves into the list by keyboard wants to see it.
    box.addEventListener("focusin", ({ target }) => {
      const seen = target instanceof Element && target !== this.handle && target.matches(":focus-visible");
      if (seen && this.height === "peek") this.set("half");
    });
    this.set("half");
  }

  /** @returns {Height} */
  get height() {
    return /** @type {Height} */ (this.box.dataset.height);
  }

  /** How much of the map the sheet covers, from below, in pixels. */
  get coveredPx() {
    return this.over.matches ? this.box.getBoundingClientRect().height : 0;
  }

  /** @param {Height} height */
  set(height) {
    this.box.dataset.height = height;
    this.box.style.height = "";
    this.handle.setAttribute("aria-expanded", String(height === "full"));
    this.handle.setAttribute("aria-label", height === "full" ? t("收起列表") : t("展开列表"));
    this.onChange();
  }

  /** Raise the sheet at least so high. @param {Height} height */
  raise(height) {
    if (HEIGHTS.indexOf(this.height) < HEIGHTS.indexOf(height)) this.set(height);
  }

  _step() {
    this.set(this.height === "full" ? "half" : this.height === "half" ? "full" : "half");
  }

  _bindDrag() {
    const { handle, box } = this;
    let dragged = false;
    handle.addEventListener("pointerdown", (down) => {
      if (!this.over.matches || down.button !== 0) return;
      const from = box.getBoundingClientRect().height;
      let last = { y: down.clientY, at: down.timeStamp };
      let speed = 0;
      dragged = false;
      const move = (/** @type {PointerEvent} */ event) => {
        dragged = dragged || Math.abs(event.clientY - down.clientY) > TAP_PX;
        if (!dragged) return;
        speed = (event.clientY - last.y) / Math.max(event.timeStamp - last.at, 1);
        last = { y: event.clientY, at: event.timeStamp };
        box.classList.add("dragged");
        box.style.height = `${Math.max(96, from + down.clientY - event.clientY)}px`;
      };
      const end = () => {
        handle.removeEventListener("pointermove", move);
        box.classList.remove("dragged");
        if (dragged) this.set(this._nearest(box.getBoundingClientRect().height, speed));
      };
      handle.setPointerCapture(down.pointerId);
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", end, { once: true });
    });
    // A drag ends with a click, which is not meant.
    handle.addEventListener(
      "click",
      (event) => {
        if (dragged) event.stopImmediatePropagation();
        dragged = false;
      },
      { capture: true },
    );
  }

  /**
   * @param {number} height_px
   * @param {number} speed  Downwards, pixels a millisecond.
   * @returns {Height}
   */
  _nearest(height_px, speed) {
    const share = height_px / window.innerHeight;
    if (Math.abs(speed) > FLICK) {
      if (speed > 0) return share > 0.5 ? "half" : "peek";
      return share > 0.5 ? "full" : "half";
    }
    return share < 0.36 ? "peek" : share < 0.72 ? "half" : "full";
  }
}
