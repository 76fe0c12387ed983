// What client/README.md says of the package is so: its options, members, exports, codes, size and version.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { CAUSES, causeOf } from "../../client/internal/causes.js";
import { PONG_WITHIN_MS } from "../../client/internal/heartbeat.js";
import { PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { LONGEST_QUEUE } from "../../client/internal/outbox.js";
import { PROVE_WITHIN_SECONDS } from "../../client/internal/subscription_proof.js";
import * as client from "../../client/realtime.js";
import { createFakeServer } from "../../client/testing/index.js";
import { README } from "../support/readme_blocks.mjs";

const FOLDER = new URL("../../client/", import.meta.url);
const read = (name) => readFileSync(new URL(name, FOLDER), "utf8");

/** The cells of the rows below a heading, the first of each as its names in code. */
function rowsBelow(heading) {
  const [, below] = README.split(`\n## ${heading}\n`);
  return below.split(/^## /m)[0].split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(2, -2).split(" | "));
}
const namesIn = (cell) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name);

/** What an error says: the package itself lists what it knows. */
function errorOf(act) {
  try {
    act();
  } catch (error) {
    return error.message;
  }
  throw new Error("no error");
}

test("the table has every option, with its default", () => {
  const rows = rowsBelow("Options");
  const [, known] = errorOf(() => client.connect({ url: "wss://host/live", token: "t", noSuchOption: 1 })).match(/there are (.+)$/);
  assert.deepEqual(rows.map(([option]) => namesIn(option)[0]), known.split(", "));
  const said = Object.fromEntries(rows.map(([option, ...cells]) => [namesIn(option)[0], cells]));
  assert.equal(said.pingEverySeconds[0], String(PING_EVERY_SECONDS));
  assert.match(said.sendQueueLength[1], new RegExp(`0 to ${LONGEST_QUEUE}\\.`));
  assert.equal(said.sendQueueLength[0], "0");
});

test("the table has every member of a connection, and the text every export", () => {
  const connection = client.connect({ url: "wss://host/live", token: "t" });
  connection.close();
  const said = rowsBelow("The connection").flatMap(([member]) => (member.includes("(") ? namesIn(member).slice(0, 1) : namesIn(member)));
  assert.deepEqual([...new Set(said)].sort(), Object.keys(connection).sort());
  for (const name of Object.keys(client)) assert.match(README, new RegExp(`\\b${name}\\b`));
});

test("the text names every exported type, and no other", () => {
  const types = (name) => [...read(name).matchAll(/^export type (\w+)/gm)].map(([, type]) => type);
  const [ours, testing] = README.match(/The entry exports the types [^.]+\./)[0].split("`/testing` exports");
  assert.deepEqual(namesIn(ours).sort(), types("types/realtime.d.ts").sort());
  assert.deepEqual(namesIn(testing).sort(), types("types/testing/index.d.ts").sort());
});

test("the table has every member of a fake server", () => {
  const said = rowsBelow("Testing a page").flatMap(([member]) => namesIn(member));
  assert.deepEqual([...new Set(said)].sort(), Object.keys(createFakeServer()).sort());
  const options = README.match(/^Options of `createFakeServer`[\s\S]*?\n\n/m)[0];
  const known = errorOf(() => createFakeServer({ noSuchOption: 1 })).match(/may have (.+)$/)[1];
  for (const name of known.split(", ")) assert.ok(options.includes(`\`${name}\``), name);
});

const WORDS = { look: "a look", focus: "the focus", network: "the network", retry: "`retry()`" };

/** The row of a cause as the README has it. */
function documented(code, { state, reason, longestWaitMs, wakes }, note = "") {
  const timer = longestWaitMs === null ? [] : [`a timer (${longestWaitMs / 1000} s at most)`];
  const isAny = wakes.length === Object.keys(WORDS).length;
  const back = [...timer, ...(isAny ? ["any wake-up"] : wakes.map((one) => WORDS[one]))].join(", ");
  return `| \`${code}\`${note} | ${state} | ${reason} | ${back || "–"} |`;
}

test("the README has the table of causes", () => {
  const rows = Object.entries(CAUSES).map(([code, row]) => documented(code, row));
  const fixed = documented("token-expired", causeOf("token-expired", { isFixedToken: true }), ", the token is a text");
  assert.deepEqual(rowsBelow("States").map((cells) => `| ${cells.join(" | ")} |`), [...rows, fixed]);
});

test("the worst cases and the messages of a connection-hour are those of the client's times", () => {
  const text = README.replace(/\s+/g, " ");
  assert.ok(text.includes(`after ${PROVE_WITHIN_SECONDS} seconds at worst`));
  assert.ok(text.includes(`after ${PING_EVERY_SECONDS + PONG_WITHIN_MS / 1000} seconds at worst`));
  const messages = (seconds) => 2 * 3600 / seconds;
  assert.ok(text.includes(`${messages(PING_EVERY_SECONDS)} for each hour of a connection with ${PING_EVERY_SECONDS},`
    + ` ${messages(60)} with 60, ${messages(20)} with 20`));
});

/** The files that a page loads: the entry and what it imports. */
function loaded(name = "realtime.js", found = new Map()) {
  if (found.has(name)) return found;
  const text = read(name);
  found.set(name, text);
  for (const [, path] of text.matchAll(/^(?:import|export|\}) .*?from "(\.[^"]+)";$/gm)) {
    loaded(new URL(path, new URL(name, FOLDER)).href.slice(FOLDER.href.length), found);
  }
  return found;
}

test("the size is that of the files that a page loads", () => {
  const files = [...loaded().values()].map((text) => Buffer.from(text));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  const [raw, packed] = [sum(files.map((file) => file.length)), sum(files.map((file) => gzipSync(file).length))];
  const thousands = (number) => `${Math.round(number / 1000)},000`;
  const wanted = `A page loads ${files.length} files: ${thousands(raw)} bytes, ${thousands(packed)} with gzip.`;
  const [, count, ...said] = README.match(/A page loads (\d+) files: ([\d,]+) bytes, ([\d,]+) with gzip\./);
  const numbers = said.map((text) => Number(text.replace(",", "")));
  const isNear = (number, size) => Math.abs(number - size) <= 0.02 * size;
  assert.ok(Number(count) === files.length && isNear(numbers[0], raw) && isNear(numbers[1], packed),
    `write into client/README.md: ${wanted}`);
});

test("the tag and the tarball have the package's version", () => {
  const { version } = JSON.parse(read("package.json"));
  const said = [...README.matchAll(/\b\d+\.\d+\.\d+\b/g)].map(([text]) => text);
  assert.deepEqual([...new Set(said)], [version]);
});
