// The editor's page, which is whole without scripts: what is chosen shows at once, and the view is that
// to which the map in the preview is dragged.

import { bindCopies } from "./copying.js";
import { askedAnew } from "./newsroom/anew.js";
import { bindPreviews } from "./newsroom/previews.js";
import { t } from "./settings.js";

const TYPED_MS = 500;

const form = /** @type {HTMLFormElement} */ (document.getElementById("choice"));
const view = /** @type {HTMLInputElement} */ (document.getElementById("view"));
const told = /** @type {HTMLElement} */ (document.getElementById("told"));
const whole = /** @type {HTMLButtonElement} */ (document.getElementById("view-whole"));

let waiting = 0;
/** @type {AbortController | null} */
let asking = null;

const previews = bindPreviews((bounds) => {
  view.value = bounds;
  update();
});

bindCopies(document);
showWhole();
document.body.classList.add("lively");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});
// A text area outside of the form belongs to it: both are heard at the document.
document.addEventListener("change", (event) => {
  if (belongs(event.target)) update();
});
document.addEventListener("input", (event) => {
  if (!belongs(event.target) || !isTyped(event.target)) return;
  clearTimeout(waiting);
  waiting = window.setTimeout(update, TYPED_MS);
});
whole.addEventListener("click", () => {
  view.value = "";
  previews.forget();
  update();
});

/** Ask the server for the page with what is chosen now, and show what comes of it. */
async function update() {
  clearTimeout(waiting);
  if (!form.reportValidity()) return;
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  try {
    const anew = await askedAnew(form, mine.signal);
    if (anew.trouble) {
      told.textContent = anew.trouble;
      return;
    }
    if (!anew.page) return;
    show(anew.page);
    told.textContent = t("已更新");
  } catch (failed) {
    if (mine.signal.aborted) return;
    if (!(failed instanceof TypeError)) throw failed;
    told.textContent = t("没有连上服务器，请再试一次。");
  }
}

/** @param {Document} page */
function show(page) {
  const focused = document.activeElement?.id;
  for (const id of ["version", "title"]) take(page, id);
  const outputs = document.getElementById("outputs");
  const fresh = page.getElementById("outputs");
  if (!outputs || !fresh) return;
  const made = /** @type {HTMLElement} */ (document.importNode(fresh, true));
  outputs.replaceWith(made);
  bindCopies(made);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  previews.show(page);
  showWhole();
  history.replaceState(null, "", made.dataset.address ?? "");
}

/** What of a field follows from other choices: its hidden value, or what stands there while it is empty. */
function take(/** @type {Document} */ page, /** @type {string} */ id) {
  const here = document.getElementById(id);
  const there = page.getElementById(id);
  if (!(here instanceof HTMLInputElement && there instanceof HTMLInputElement)) return;
  if (here.type === "hidden") here.value = there.value;
  here.placeholder = there.placeholder;
}

function showWhole() {
  whole.hidden = view.value === "";
}

/** @param {EventTarget | null} target */
function belongs(target) {
  return target !== null && "form" in target && target.form === form;
}

/** @param {EventTarget | null} target */
function isTyped(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type));
}
