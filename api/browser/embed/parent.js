// The page that an embedded map stands in: it is told what happens here, and may command a little.

/** @typedef {{ fit: () => void } & Record<string, (message: Record<string, unknown>) => void>} Commands */

const outside = window.parent === window ? null : window.parent;
const origin = outside && parentOrigin();

/** Where the page around comes from; null where the browser does not say, or it has no origin (on a disk). */
function parentOrigin() {
  // Firefox has no such list; there the referrer says it, where the page lets it.
  const [nearest] = window.location.ancestorOrigins ?? [];
  const said = nearest ?? (document.referrer && new URL(document.referrer).origin);
  return /^https?:/.test(said) ? said : null;
}

/**
 * Tell the page around, and nobody else.
 * @param {string} name
 * @param {Record<string, unknown> | null} [detail]
 */
export function tell(name, detail = null) {
  outside?.postMessage({ facilitiesMap: name, detail }, origin ?? "*");
}

/**
 * Do what the page around asks for, of these and nothing else.
 * @param {Partial<Commands>} commands
 */
export function obey(commands) {
  const known = new Map(Object.entries(commands));
  window.addEventListener("message", (event) => {
    if (outside === null || event.source !== outside || (origin && event.origin !== origin)) return;
    const { data } = event;
    if (typeof data !== "object" || data === null || typeof data.facilitiesMap !== "string") return;
    known.get(data.facilitiesMap)?.(data);
  });
}

/** Be as high as the text and the map need, once the page around says that it makes room; and say how high. */
export function fitToContent() {
  const say = () => tell("height", { height: Math.ceil(document.body.getBoundingClientRect().height) });
  let fits = false;
  const fit = () => {
    if (!fits) {
      fits = true;
      document.documentElement.classList.add("fit");
      new ResizeObserver(say).observe(document.body);
    }
    say();
  };
  tell("ready");
  return () => {
    // Whoever came late has not heard it.
    if (!fits) tell("ready");
    fit();
  };
}
