// What scripts add to a facility's page, which is whole without them: copying and sharing.

import { announcer } from "./copying.js";
import { isInsideWeChat } from "./finder/navigation.js";

if (isInsideWeChat(navigator.userAgent)) {
  for (const one of document.querySelectorAll("[data-navigation]")) one.setAttribute("hidden", "");
  document.querySelector("[data-inside-chat]")?.removeAttribute("hidden");
}

for (const button of buttons("[data-copy]")) {
  // Only where the page came over https, or from this machine.
  if (!navigator.clipboard) continue;
  const say = announcer(button);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    say();
  });
}

for (const button of buttons("[data-share]")) {
  if (!navigator.share && !navigator.clipboard) continue;
  const say = announcer(button);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await passOn(button.dataset.shareTitle ?? "", button.dataset.share ?? location.href)) say();
  });
}

/** @param {string} selector */
function buttons(selector) {
  return /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(selector));
}

/**
 * Open the phone's share sheet; where there is none, copy the address.
 *
 * @param {string} title
 * @param {string} url
 * @returns {Promise<boolean>} Whether the address was copied.
 */
async function passOn(title, url) {
  try {
    if (navigator.share) {
      await navigator.share({ title, url });
      return false;
    }
  } catch (refused) {
    // Closing the sheet is no fault.
    if (refused instanceof DOMException && refused.name === "AbortError") return false;
  }
  await navigator.clipboard.writeText(url);
  return true;
}
