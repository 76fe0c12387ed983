// The page imports the client by a name that the browser and Node resolve to the same file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const HTML = read("storefront/index.html");
const SCRIPTS = [...HTML.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
  .map(([, attributes, text]) => ({ attributes, text }));

test("the import map comes before the first module", () => {
  assert.deepEqual(SCRIPTS.map(({ attributes }) => attributes.trim()),
    ['type="importmap"', 'type="module" src="app.js"']);
});

test("the browser resolves the client's name as Node does", async () => {
  const { imports } = JSON.parse(SCRIPTS[0].text);
  assert.deepEqual(imports, { "realtime-notifier-client": "./client/realtime.js" });
  assert.equal(await import("realtime-notifier-client"), await import("../../client/realtime.js"));
});

test("every name that the page imports is in the client's public entry", async () => {
  const { backoffMs, connect, subjectOf } = await import("realtime-notifier-client");
  for (const one of [backoffMs, connect, subjectOf]) assert.equal(typeof one, "function");
});
