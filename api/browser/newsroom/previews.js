// The previews: embeds in frames, as an article shows them. Whoever moves the map in the wide one
// chooses the view.

// An editor who drags on has not finished.
const SETTLED_MS = 400;
// A metre.
const DECIMALS = 5;

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

  /** @param {HTMLIFrameElement} frame @param {string} src */
  function lead(frame, src) {
    // In place: no step of the browser's history.
    if (frame.getAttribute("src") !== src) {
      frame.setAttribute("src", src);
    }
  }

  return {
    /** Show what a page made anew shows; where only the view is another, the wide map has it already. @param {Document} page */
    show(page) {
      const fresh = page.getElementById("previews");
      if (fresh) frames.className = fresh.className;
      for (const frame of [wide, narrow]) {
        const src = page.getElementById(frame.id)?.getAttribute("src") ?? "";
        if (frame !== wide || !moved || withoutView(src) !== withoutView(frame.getAttribute("src") ?? "")) lead(frame, src);
      }
    },

    /** The view is no longer that of a hand. */
    forget() {
      moved = false;
    },
  };
}

/** @param {Message} message @returns {string | null} */
function boundsOf(message) {
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
