// The examples in client/README.md, as modules that run.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const CLIENT = new URL("../../client/", import.meta.url);
export const README = readFileSync(new URL("README.md", CLIENT), "utf8");

/** What an example imports, and what it gets. Vue's own reactivity is all that the composable uses of vue. */
const MODULES = {
  "realtime-notifier-client": new URL("realtime.js", CLIENT).href,
  "realtime-notifier-client/testing": new URL("testing/index.js", CLIENT).href,
  react: pathToFileURL(require.resolve("react")).href,
  "react-test-renderer": pathToFileURL(require.resolve("react-test-renderer")).href,
  vue: pathToFileURL(require.resolve("@vue/reactivity")).href,
  ws: dataModule("export const WebSocket = globalThis.WebSocket;"),
  "node:test": dataModule("export const test = (name, run) => globalThis.readmeTests.push(run);"),
  "node:assert/strict": "node:assert/strict",
};
let copies = 0;

function dataModule(text) {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

/** `{heading, language, text}` of each fenced block. */
export const BLOCKS = README.split(/^## /m).flatMap((section, number) =>
  [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    heading: number === 0 ? "" : section.split("\n")[0], language, text,
  })));

/** The only example below the heading, or that of the number. */
export function block(heading, language = "js", number = 0, of = 1) {
  const found = BLOCKS.filter((one) => one.heading === heading && one.language === language);
  if (found.length !== of) throw new Error(`${found.length} examples in ${language} below "${heading}"`);
  return found[number].text;
}

/** The example with what it imports. `files` are modules of its own folder, by specifier. */
function linked(text, files = {}) {
  return text.replace(/from "([^"]+)"/g, (_, specifier) => {
    if (Object.hasOwn(files, specifier)) return `from "${dataModule(linked(files[specifier]))}"`;
    if (!MODULES[specifier]) throw new Error(`the example imports "${specifier}"`);
    return `from "${MODULES[specifier]}"`;
  });
}

/** Runs an example. `given` are the names that it takes from its page; answers what it exports and `answers`. */
export async function run(text, given = {}, answers = [], files = {}) {
  copies += 1; // a module is run once: each copy is another one
  globalThis.readmeGiven = given;
  const module = await import(dataModule(
    `const { ${Object.keys(given).join(", ")} } = globalThis.readmeGiven;\n${linked(text, files)}\n`
    + `export const readmeAnswers = { ${answers.join(", ")} }; // ${copies}`,
  ));
  return { ...module, ...module.readmeAnswers };
}

/** The module script of an HTML page. */
export const scriptOf = (html) => html.match(/<script type="module">([\s\S]*?)<\/script>/)[1];
export const importMapOf = (html) => JSON.parse(html.match(/<script type="importmap">([\s\S]*?)<\/script>/)[1]);
