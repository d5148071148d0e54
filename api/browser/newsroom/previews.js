// The previews: embeds in frames, as an article shows them. Whoever moves the map in the wide one
// chooses the view.

// An editor who drags on has not finished.
const SETTLED_MS = 400;
// A metre.
const DECIMALS = 5;
// Marks a frame that embed.js makes as high as its map needs.
const FITS = "data-facilities-map";

/** @typedef {{ facilitiesMap?: unknown, detail?: { bounds?: unknown } | null }} Message what an embed says */

/**
 * @param {(bounds: string) => void} onView  Called with west,south,east,north once the map was moved by hand.
 */
export function bindPreviews(onView) {
  const frames = /** @type {HTMLElement} */ (document.getElementById("previews"));
  const wide = /** @type {HTMLIFrameElement} */ (document.getElementById("preview-desk"));
  const narrow = /** @type {HTMLIFrameElement} */ (document.getElementById("preview-phone"));
  let moved = false;
  let waiting = 0;

  watch();
  wide.addEventListener("load", watch);
  document.querySelector("[data-drag]")?.removeAttribute("hidden");
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== wide.contentWindow || origin !== location.origin || !moved) return;
    const view = boundsOf(data);
    if (!view) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => onView(view), SETTLED_MS);
  });

  /** The map moves by itself at first, to what it is to show: only what a hand does counts. */
  function watch() {
    moved = false;
    for (const name of ["pointerdown", "wheel", "keydown"]) {
      wide.contentWindow?.addEventListener(name, () => (moved = true), { capture: true, passive: true });
    }
  }

  /** @param {HTMLIFrameElement} frame @param {Element} fresh the same of the page made anew */
  function lead(frame, fresh) {
    const src = fresh.getAttribute("src") ?? "";
    const fits = fresh.hasAttribute(FITS);
    const refits = fits !== frame.hasAttribute(FITS);
    if (refits) {
      frame.toggleAttribute(FITS, fits);
      frame.removeAttribute("style");
    }
    // The map under a hand has the view already.
    if (frame === wide && moved && !refits && withoutView(src) === withoutView(frame.getAttribute("src") ?? "")) return;
    if (refits || frame.getAttribute("src") !== src) frame.setAttribute("src", src);
  }

  return {
    /** Show what a page made anew shows. @param {Document} page */
    show(page) {
      const fresh = page.getElementById("previews");
      if (fresh) frames.className = fresh.className;
      for (const frame of [wide, narrow]) {
        const anew = page.getElementById(frame.id);
        if (anew) lead(frame, anew);
      }
    },

    /** The view is no longer that of a hand. */
    forget() {
      moved = false;
    },
  };
}

/** The bounds that an embed says, as addresses write them; null where it says another thing. @param {Message | null} message @returns {string | null} */
export function boundsOf(message) {
  if (message?.facilitiesMap !== "move") return null;
  const bounds = message.detail?.bounds;
  if (!Array.isArray(bounds) || bounds.length !== 4 || !bounds.every(Number.isFinite)) return null;
  return bounds.map((degrees) => degrees.toFixed(DECIMALS)).join(",");
}

/** @param {string} address */
export function withoutView(address) {
  const [path, query = ""] = address.split("?");
  const asked = new URLSearchParams(query);
  asked.delete("view");
  return `${path}?${asked}`;
}
