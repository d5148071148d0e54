// Bundles the pages' scripts and styles: node build.js PACKAGES OUT. The same sources give the same bytes.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const [packages, out] = argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(join(packages, "any.js"))("esbuild");

// What pages load, each built to a file of its last name.
const SCRIPTS = [
  "app.js", "stage.js", "docs.js", "facility.js", "sw.js",
  "planner.js", "embed-page.js", "embed-stage.js", "embed-height.js", "embed.js", "newsroom.js",
];
const STYLES = ["styles/app.css", "styles/pages.css", "styles/docs.css", "styles/noscript.css", "styles/planner.css", "styles/planner-noscript.css", "styles/embed.css", "styles/newsroom.css", "styles/dark.css", "styles/embed-noscript.css"];

// What phones of the spring of 2021 have.
const BROWSERS = ["chrome87", "edge88", "firefox85", "safari14.1", "ios14.5"];

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [...SCRIPTS, ...STYLES],
  entryNames: "[name]",
  outdir: out,
  nodePaths: [packages],
  bundle: true,
  format: "iife",
  minify: true,
  charset: "utf8",
  target: BROWSERS,
  // Leaflet's own markers and layer switch, which no page shows.
  loader: { ".png": "empty" },
  // Whole licences stand in a file of their own.
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

await writeFile(join(out, "licences.txt"), await licences(bundledPackages(metafile.inputs)));

/** The names of the packages that parts were taken from. */
function bundledPackages(inputs) {
  const names = Object.keys(inputs).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

async function licences(names) {
  const texts = await Promise.all(names.map(licence));
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

async function licence(name) {
  const folder = join(packages, name);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((each) => /^(mit-)?licen[cs]e/i.test(each));
  if (!file) throw new Error(`no licence in the package ${name}`);
  return `${name} ${version}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}
