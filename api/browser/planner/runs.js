// A question sent to the server, its progress, its answer; and whoever waits may give up.

import { settings, t } from "../settings.js";
import { said } from "./parts.js";

/** @import { BothWords, Process } from "../planning/types.js" */
/** @import { Areas } from "./overlay.js" */

/**
 * A job as OGC API - Processes describes it (18-062r2, statusInfo).
 * @typedef {Object} Job
 * @property {string} jobID
 * @property {"accepted" | "running" | "successful" | "failed" | "dismissed"} status
 * @property {number} [progress]  Percent.
 * @property {string} [message]  In both languages.
 * @property {BothWords} [words]  The same by language.
 * @property {{ href: string, rel: string }[]} [links]
 */

/** What the server refused, in words for people. */
export class Refused extends Error {}

const FIRST_WAIT_MS = 120;
const LONGEST_WAIT_MS = 1000;
const JSON_TYPE = { "Content-Type": "application/json" };

export class Run {
  /**
   * @param {Process} process
   * @param {Record<string, unknown>} inputs
   * @param {(share: number, words: string) => void} tell
   */
  constructor(process, inputs, tell) {
    this.process = process;
    this.inputs = inputs;
    this.tell = tell;
    this.cancelled = false;
    this.jobID = "";
    /** Addresses of what may be taken away. @type {string[]} */
    this.files = [];
  }

  /** The answer, or null where it was cancelled. @returns {Promise<unknown>} */
  async answer() {
    this.tell(0, t("提交问题"));
    const job = /** @type {Job} */ (
      await asked(`${settings.base}/processes/${this.process}/execution`, {
        method: "POST",
        headers: { ...JSON_TYPE, Prefer: "respond-async" },
        body: JSON.stringify({ inputs: this.inputs }),
      })
    );
    this.jobID = job.jobID;
    if (this.cancelled) return this._dismiss();
    return this._follow(job);
  }

  /** Give up: the server stops, and what it has is thrown away. */
  cancel() {
    this.cancelled = true;
    if (this.jobID) this._dismiss();
  }

  /** @param {Job} first */
  async _follow(first) {
    let job = first;
    let wait_ms = FIRST_WAIT_MS;
    while (!this.cancelled) {
      this.tell((job.progress ?? 0) / 100, wordsOf(job));
      if (job.status === "successful") return this._take(job);
      if (job.status === "failed") return this._explain(job);
      if (job.status === "dismissed") return null;
      await new Promise((done) => setTimeout(done, wait_ms));
      wait_ms = Math.min(LONGEST_WAIT_MS, wait_ms * 1.5);
      if (!this.cancelled) job = /** @type {Job} */ (await asked(`${settings.base}/jobs/${this.jobID}`));
    }
    return null;
  }

  /** @param {Job} job */
  _take({ links = [] }) {
    this.files = links.flatMap(({ href, rel }) => (rel === "alternate" ? [href] : []));
    return asked(`${settings.base}/jobs/${this.jobID}/results`);
  }

  /** What the map shows of the answer: areas and sites; null where there are none. @returns {Promise<Areas | null>} */
  async areas() {
    const found = await asked(`${settings.base}/jobs/${this.jobID}/results/answer.geojson`).catch(() => null);
    return /** @type {Areas | null} */ (found);
  }

  /** Why a job failed: its results are the error, in words. @param {Job} job */
  async _explain(job) {
    await asked(`${settings.base}/jobs/${this.jobID}/results`);
    throw new Refused(wordsOf(job) || t("没有算成。"));
  }

  async _dismiss() {
    await fetch(`${settings.base}/jobs/${this.jobID}`, { method: "DELETE" }).catch(() => null);
    return null;
  }
}

/**
 * JSON of the server's; what it refuses is thrown in its own words.
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<unknown>}
 */
async function asked(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: "application/json", ...options.headers } });
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  throw new Refused(problemWords(body, answer.status));
}

/**
 * A problem of the server's (RFC 9457) in words.
 * @param {{ detail?: string, words?: BothWords } | null} problem
 * @param {number} status
 */
function problemWords(problem, status) {
  if (problem?.words) return said(problem.words);
  return problem?.detail || t("服务器没有回答（{status}）。", { status });
}

/** How a job stands, in words. @param {Job} job */
function wordsOf({ words, message = "" }) {
  return words ? said(words) : message;
}
