// The page without a network: what it is made of is kept, and it says of when its data are.

/** @import { MapConfig } from "../types.js" */
/** @import { Finder } from "./finder.js" */

import { isoDateWords } from "../finder/formats.js";
import { localText, localTime } from "../finder/local-time.js";
import { lang, settings, t } from "../settings.js";

/**
 * @param {MapConfig} config
 * @param {Finder} finder
 */
export function bindOffline(config, finder) {
  const place = document.querySelector("[data-part=app-state]");
  let kept = false;
  const say = () => {
    if (place) place.textContent = stateWords(finder, kept);
  };
  window.addEventListener("online", say);
  window.addEventListener("offline", say);
  finder.onFound(say);
  if (!settings.worker || !("serviceWorker" in navigator)) return;
  // After all that the reader waits for.
  const register = async () => {
    const registration = await navigator.serviceWorker.register(settings.worker, { scope: `${settings.base}/` });
    const { active } = await navigator.serviceWorker.ready;
    (active ?? registration.active)?.postMessage({
      type: "keep",
      page: window.location.href.split("#")[0],
      files: partsOf(config),
    });
    kept = true;
    say();
  };
  let begun = false;
  finder.onFound(() => {
    if (begun || finder.source.progress !== "ready") return;
    begun = true;
    // A browser that keeps nothing (a private window) shows the page all the same.
    register().catch(() => undefined);
  });
}

/** All that this page is made of, as whole addresses. @param {MapConfig} config */
function partsOf(config) {
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel~=icon], link[rel=manifest], script[src]")];
  const addresses = named.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? "");
  if (!settings.byView) addresses.push(settings.dataUrl);
  addresses.push(config.boundaryUrl);
  return [...new Set(addresses.map((each) => new URL(each, window.location.href).href))];
}

/** @param {Finder} finder @param {boolean} kept */
function stateWords(finder, kept) {
  const { data } = finder.source;
  if (!data) return "";
  const parts = [];
  if (!navigator.onLine) parts.push(t("当前离线。"));
  const made = localText(localTime(Math.floor(Date.parse(data.generated_at) / 60_000), settings.timezone));
  const date = data.data_date;
  if (date) parts.push(t("设施数据：{date}。", { date: isoDateWords(date, t) }));
  parts.push(t("保存于 {date}。", { date: isoDateWords(made, t) }));
  if (kept) parts.push(t("断网时也可使用。"));
  return parts.join(lang === "zh" ? "" : " ");
}
