// The way to a facility in the map apps of the phone, and passing it on to others.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { LayerConfig } from "../types.js"
 */

import { shareAddress } from "../finder/links.js";
import { isInsideWeChat, navigationLinks } from "../finder/navigation.js";
import { element } from "../map/dom.js";
import { nameOf, whereWords } from "./entry.js";
import { said, settings, t } from "../settings.js";

/**
 * Buttons: the way there, sharing. Inside WeChat no other app opens, so there is what works there.
 * @param {LayerConfig} layer
 * @param {Facility} facility
 * @param {HTMLElement} share
 */
export function wayParts(layer, facility, share) {
  const name = nameOf(layer, facility);
  const heard = element("p", { class: "heard", role: "status" });
  const copy = element("button", { type: "button", class: "action-button" }, t("复制地址"));
  copy.addEventListener("click", () => copyText(whereWords(facility.properties) || name, heard, t("地址已复制")));
  if (isInsideWeChat(navigator.userAgent)) {
    const hint = t("微信里不能打开地图软件：请点右上角“···”，选“在浏览器打开”，或复制地址。");
    return [element("div", { class: "card-actions" }, copy, share), element("p", { class: "meta" }, hint), heard];
  }
  const links = navigationLinks({
    lon: facility.at[0],
    lat: facility.at[1],
    name,
    by: layer.travel,
    country: settings.country,
    source: settings.place[0],
  });
  const list = element(
    "ul",
    { class: "ways", id: "ways", hidden: "" },
    ...links.map(({ href, label }) =>
      element("li", {}, element("a", { class: "way", href, rel: "noopener", target: "_blank" }, said(label))),
    ),
    element("li", {}, copy),
  );
  const toggle = element(
    "button",
    { type: "button", class: "action-button primary", "aria-expanded": "false", "aria-controls": "ways" },
    t("导航"),
  );
  toggle.addEventListener("click", () => {
    list.hidden = !list.hidden;
    toggle.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) list.querySelector("a")?.focus();
  });
  return [element("div", { class: "card-actions" }, toggle, share), list, heard];
}

/**
 * Share a facility by the phone's own means; else its link is copied.
 * @param {LayerConfig} layer
 * @param {Facility} facility
 */
export function shareButton(layer, facility) {
  const button = element("button", { type: "button", class: "action-button" }, t("分享"));
  button.addEventListener("click", async () => {
    const version = settings.version && `&version=${settings.version}`;
    const url = `${window.location.origin}${settings.base}/${shareAddress(facility)}${version}`;
    const heard = button.closest(".card")?.querySelector(".heard");
    if (navigator.share) {
      // Who closes the phone's own window has not failed.
      await navigator.share({ title: nameOf(layer, facility), url }).catch(() => undefined);
      return;
    }
    if (heard instanceof HTMLElement) await copyText(url, heard, t("链接已复制"));
  });
  return button;
}

/**
 * @param {string} text
 * @param {HTMLElement} heard
 * @param {string} done
 */
async function copyText(text, heard, done) {
  try {
    await navigator.clipboard.writeText(text);
    heard.textContent = done;
  } catch {
    // Without leave to copy, at least to be copied by hand.
    heard.textContent = text;
  }
}
