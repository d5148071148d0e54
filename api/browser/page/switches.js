// The layers as buttons: none pressed shows all; pressed ones are shown alone.

/** @import { Finder } from "./finder.js" */

/** @param {Finder} finder */
export function bindSwitches(finder) {
  const buttons = [...document.querySelectorAll("[data-switch]")].filter((one) => one instanceof HTMLElement);
  for (const button of buttons) {
    button.addEventListener("click", () => finder.toggleLayer(button.dataset.switch ?? ""));
  }
  finder.onFound(() => {
    for (const button of buttons) {
      const alone = !finder.all && finder.choice.layers.has(button.dataset.switch ?? "");
      button.setAttribute("aria-pressed", String(alone));
    }
  });
}
