// What the linter asks of the browser's modules and of their tests. Names and types are tsc's matter.

import js from "@eslint/js";

const MARKUP = "/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/";
const DOM = ["document", "window", "navigator", "location", "localStorage", "sessionStorage"];

export default [
  { ignores: ["**/node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off",
      "array-callback-return": "error",
      complexity: ["error", 15],
      "consistent-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "max-depth": ["error", 3],
      "max-lines": ["error", 300],
      "max-params": ["error", 5],
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-return-assign": "error",
      "no-shadow": ["error", { hoist: "never" }],
      "no-unneeded-ternary": "error",
      "no-unused-expressions": ["error", { allowShortCircuit: true }],
      "no-unused-vars": "error",
      "no-useless-concat": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-object-spread": "error",
      "prefer-promise-reject-errors": "error",
      "prefer-template": "error",
      // Text from data never becomes markup.
      "no-restricted-syntax": ["error", `MemberExpression[property.name=${MARKUP}]`],
      "no-restricted-properties": ["error", { object: "document", property: "write" }],
    },
  },
  {
    // Logic alone: it runs in Node too.
    files: ["**/finder/**/*.js"],
    rules: {
      "no-restricted-globals": ["error", ...DOM],
      "no-restricted-imports": ["error", "leaflet"],
    },
  },
];
