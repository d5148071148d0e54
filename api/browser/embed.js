// For pages of others that show embedded maps: frames as high as their maps need, events, commands. It is
// loaded alone, so it imports nothing; of the page it touches its frames only.

/**
 * @typedef {HTMLIFrameElement & { facilitiesMap?: Commands }} MapFrame
 * @typedef {Object} Commands
 * @property {(at: string) => void} show  Open a facility's card, none for "".
 * @property {(filters: string | string[]) => void} filter
 * @property {(lon: number, lat: number, zoom?: number) => void} flyTo
 */

(() => {
  const MARK = "data-facilities-map";
  // More is no map with a list: whoever asks for it wants to push the article away.
  const MOST_PX = 20000;
  const TELLS = ["facility", "move"];

  /** What each frame waits to be told; gone once its map is there. @type {WeakMap<MapFrame, object[] | null>} */
  const waiting = new WeakMap();

  /** @param {MapFrame} frame */
  const originOf = (frame) => new URL(frame.src, location.href).origin;

  /** @param {MapFrame} frame @param {object} message */
  const send = (frame, message) => {
    const queue = waiting.get(frame);
    if (queue) queue.push(message);
    else frame.contentWindow?.postMessage(message, originOf(frame));
  };

  /** @param {MapFrame} frame */
  const adopt = (frame) => {
    if (frame.facilitiesMap) return;
    waiting.set(frame, []);
    frame.facilitiesMap = {
      show: (at) => send(frame, { facilitiesMap: "show", at }),
      filter: (filters) => send(frame, { facilitiesMap: "filter", filters: String(filters) }),
      flyTo: (lon, lat, zoom) => send(frame, { facilitiesMap: "flyTo", lon, lat, zoom }),
    };
    // It may have been there before this script was; that there is room is no secret.
    frame.contentWindow?.postMessage({ facilitiesMap: "fit" }, "*");
  };

  /** @param {Element} place  A place that names a map. */
  const fill = (place) => {
    const src = new URL(place.getAttribute(MARK) ?? "", location.href);
    if (!/^https?:$/.test(src.protocol) || !src.pathname.endsWith("/embed")) return;
    const frame = document.createElement("iframe");
    frame.setAttribute(MARK, "");
    frame.title = place.getAttribute("data-title") ?? place.textContent?.trim() ?? "";
    frame.loading = "lazy";
    frame.height = "480";
    frame.style.cssText = "width:100%;border:0";
    frame.src = src.href;
    place.removeAttribute(MARK);
    place.replaceChildren(frame);
    adopt(frame);
  };

  const look = () => {
    for (const each of document.querySelectorAll(`[${MARK}]`)) {
      if (each instanceof HTMLIFrameElement) adopt(each);
      else fill(each);
    }
  };

  addEventListener("message", ({ data, source, origin }) => {
    if (typeof data?.facilitiesMap !== "string") return;
    /** @type {NodeListOf<MapFrame>} */
    const frames = document.querySelectorAll(`iframe[${MARK}]`);
    const frame = [...frames].find(({ contentWindow }) => contentWindow === source);
    // Only what the frame was made for: it may have been led elsewhere since.
    if (!frame || origin !== originOf(frame)) return;
    adopt(frame);
    const { facilitiesMap: name, detail } = data;
    if (name === "ready") {
      const queue = waiting.get(frame) ?? [];
      waiting.set(frame, null);
      for (const message of [{ facilitiesMap: "fit" }, ...queue]) send(frame, message);
    } else if (name === "height" && detail?.height > 0 && detail.height <= MOST_PX) {
      frame.style.height = `${detail.height}px`;
      frame.style.aspectRatio = "auto";
    } else if (TELLS.includes(name)) frame.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  });

  look();
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
