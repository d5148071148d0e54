// That something is being worked out: how far it is, and a way to stop it.

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { button } from "./parts.js";

export class Progress {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.bar = element("progress", { max: "100", value: "0", "aria-label": t("计算进度") });
    this.words = element("span", { class: "progress-words", role: "status" });
    this.stop = () => {};
    const cancel = button(t("取消"), () => this.stop(), { class: "quiet", "data-act": "cancel" });
    this.box = element("div", { class: "progress", hidden: "" }, this.bar, this.words, cancel);
    place.append(this.box);
  }

  /** @param {() => void} stop  When the reader gives up. */
  start(stop) {
    this.stop = stop;
    this.box.hidden = false;
    this.tell(0, "");
  }

  /** @param {number} share @param {string} words */
  tell(share, words) {
    this.bar.value = Math.round(share * 100);
    if (words && this.words.textContent !== words) this.words.textContent = words;
  }

  end() {
    this.box.hidden = true;
  }
}
