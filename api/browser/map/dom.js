// Elements from text. Text is only ever set as text, so that data can never become markup.

/** An element with attributes and children; strings become text nodes, null is left out. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Chinese with English beside it; `words` is [zh, en]. Each is kept to its own direction. */
export function inWords([zh, en]) {
  const parts = [element("bdi", {}, zh)];
  if (en && en !== zh) parts.push(" ", element("bdi", { class: "en", lang: "en" }, en));
  return parts;
}

export const movesLittle = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
