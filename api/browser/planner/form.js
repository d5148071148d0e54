// The form of the question: what it holds as fields, its link, and what of it depends on what is chosen.

import { settings } from "../settings.js";
import { linkQuery, plainFields } from "../planning/fields.js";

// Kept when another question is asked of the same facilities.
const KEPT = ["layer", "standard", "metres", "minutes", "speed", "free_at", "stay_minutes", "add", "move", "remove"];

export class QuestionForm {
  /** @param {HTMLFormElement} form @param {{ changed: () => void, sent: () => void }} acts */
  constructor(form, { changed, sent }) {
    this.form = form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sent();
    });
    form.addEventListener("input", () => {
      this._settle();
      changed();
    });
    // Another layer has other filters and standards: a page of its own.
    this._select("layer")?.addEventListener("change", (event) => {
      const layer = /** @type {HTMLSelectElement} */ (event.target).value;
      window.location.assign(this._address({ process: this.fields.process, layer }));
    });
    this._settle();
  }

  /** @returns {Record<string, string>} */
  get fields() {
    return plainFields([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
  }

  /** Put the changes of a what-if into the form. @param {Record<string, string>} values */
  setChanges(values) {
    for (const name of ["add", "move", "remove"]) {
      const input = this.form.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = values[name] ?? "";
    }
  }

  /** Let the address and the other questions' links hold what is asked. */
  writeLinks() {
    const { fields } = this;
    window.history.replaceState(null, "", this._address(fields));
    const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => KEPT.includes(name)));
    for (const tab of document.querySelectorAll("a[data-tab]")) {
      if (!(tab instanceof HTMLAnchorElement)) continue;
      tab.href = this._address({ process: tab.dataset.tab ?? "", ...kept });
    }
  }

  /** @param {Record<string, string>} fields */
  _address(fields) {
    const keep = settings.keep ? `&${settings.keep}` : "";
    return `${settings.base}/planner?${linkQuery(fields)}${keep}`;
  }

  /** Show what goes with what is chosen. */
  _settle() {
    const standard = this._select("standard");
    const own = !standard || standard.value === "";
    this.form.classList.toggle("own", own);
    const distance = this.form.querySelector("[data-part=own-distance]");
    if (distance instanceof HTMLElement) distance.hidden = !own;
    const amount = this.form.elements.namedItem("amount");
    if (amount instanceof HTMLInputElement) amount.required = own;
    for (const words of this.form.querySelectorAll("[data-standard]")) {
      if (words instanceof HTMLElement) words.hidden = words.dataset.standard !== standard?.value;
    }
    // What says nothing is left out on paper.
    for (const input of this.form.querySelectorAll("input")) {
      input.closest(".field")?.classList.toggle("unset", input.value === "");
    }
    this._settleGoal();
  }

  /** A number of sites is either asked for or found out. */
  _settleGoal() {
    const isFound = this._select("goal")?.value === "fewest_sites";
    const sites = this.form.elements.namedItem("sites");
    if (sites instanceof HTMLInputElement) Object.assign(sites, { disabled: isFound, hidden: isFound });
    for (const [name, shown] of /** @type {[string, boolean][]} */ ([["some", isFound], ["share", isFound]])) {
      const one = this.form.querySelector(`[data-part=${name}]`);
      if (one instanceof HTMLElement) one.hidden = !shown;
    }
  }

  /** @param {string} name */
  _select(name) {
    const found = this.form.elements.namedItem(name);
    return found instanceof HTMLSelectElement ? found : null;
  }
}
