// A question asked: its run and, where something was changed, the run of the same question without that.

import { t } from "../settings.js";
import { withoutChanges } from "../planning/fields.js";
import { inputsOf } from "../planning/inputs.js";
import { Refused, Run } from "./runs.js";
import { planner } from "./settings.js";

/** @import { QuestionForm } from "./form.js" */
/** @import { OwnData } from "./own-data.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Answered, Shown } from "./shown.js" */

export class Asking {
  /**
   * @param {QuestionForm} form
   * @param {Progress} progress
   * @param {Shown} shown
   * @param {OwnData} own
   * @param {(fields: Record<string, string>) => void} changed  The question is another one.
   */
  constructor(form, progress, shown, own, changed) {
    this.form = form;
    this.own = own;
    this.progress = progress;
    this.shown = shown;
    this.onChanged = changed;
    this.stale = /** @type {HTMLElement} */ (document.querySelector("[data-part=stale]"));
    /** What was answered, by its question. @type {Map<string, Answered>} */
    this.known = new Map();
    this.asked = "";
    /** @type {Run[]} */
    this.runs = [];
  }

  /** The form holds another question. */
  changed() {
    this.form.writeLinks();
    this.stale.hidden = this.asked === "" || this.asked === this._key(this.form.fields);
    if (this.form.form.checkValidity()) this.onChanged(this.form.fields);
  }

  async run() {
    const { fields } = this.form;
    this.cancel();
    const before = withoutChanges(fields);
    const compares = planner.process === "coverage" && this._key(before) !== this._key(fields);
    this.asked = this._key(fields);
    this.stale.hidden = true;
    const mine = this.asked;
    this.progress.start(() => this.cancel());
    try {
      const was = compares ? await this._answer(before, 0, 0.5) : null;
      const now = compares && !was ? null : await this._answer(fields, was ? 0.5 : 0, 1);
      if (mine !== this.asked) return;
      this.progress.end();
      if (now) this.shown.show(now, was);
      else this.shown.say(t("已取消。"));
    } catch (refused) {
      if (mine !== this.asked) return;
      this.progress.end();
      this.shown.say(refused instanceof Refused ? refused.message : t("没有连上服务器，请稍后再试。"), { trouble: true });
      if (!(refused instanceof Refused || refused instanceof TypeError)) throw refused;
    }
  }

  /** Stop whatever runs. */
  cancel() {
    for (const run of this.runs) run.cancel();
    this.runs = [];
  }

  /**
   * The answer to a question, from memory where it was answered before; null where it was cancelled.
   * @param {Record<string, string>} fields
   * @param {number} from  Of the progress.
   * @param {number} to
   * @returns {Promise<Answered | null>}
   */
  async _answer(fields, from, to) {
    const known = this.known.get(this._key(fields));
    if (known) return known;
    const { inputs, rows } = this.own;
    const run = new Run(planner.process, { ...inputsOf(fields), ...inputs }, (share, words) =>
      this.progress.tell(from + share * (to - from), words),
    );
    this.runs.push(run);
    const result = await run.answer();
    if (result === null || run.cancelled) return null;
    const isWhole = Object.keys(inputs).length === 0;
    const answered = { process: planner.process, result, files: run.files, areas: await run.areas(), rows, isWhole };
    this.known.set(this._key(fields), /** @type {Answered} */ (answered));
    return /** @type {Answered} */ (answered);
  }

  /** What tells questions apart. @param {Record<string, string>} fields */
  _key(fields) {
    return JSON.stringify([this.own.edition, ...Object.entries(fields).sort()]);
  }
}
