// Starts Swagger UI from our own files, on the document that the page names.

/** @typedef {{ SwaggerUIBundle: (options: Record<string, unknown>) => void }} WithSwagger */

const place = /** @type {HTMLElement} */ (document.getElementById("docs"));

/** @type {Window & typeof globalThis & WithSwagger} */ (window).SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  deepLinking: true,
  // Its badge would ask another host whether the document is valid.
  validatorUrl: null,
  tryItOutEnabled: true,
});

// Swagger UI's own dark style is chosen by a class.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
