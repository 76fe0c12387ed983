// What the page says of its connection, row by row.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CAUSES } from "../../client/internal/causes.js";
import { connectionTexts, KNOWN_CODES, WAITS_LONG } from "../../storefront/connection_texts.js";

/** code -> [a state in which it is told, the chip, what the words say, the button] */
const ROWS = {
  "connecting": ["connecting", "Connecting…", /^$/, ""],
  "user-changed": ["connecting", "Connecting…", /^$/, ""],
  "live": ["live", "Live", /^$/, ""],
  "retrying": ["reconnecting", "Reconnecting…", /^$/, ""],
  "connection-lost": ["reconnecting", "Reconnecting…", /^$/, ""],
  "no-pong": ["reconnecting", "Reconnecting…", /^$/, ""],
  "no-answer": ["reconnecting", "Reconnecting…", /^$/, ""],
  "server-failed": ["reconnecting", "Reconnecting…", /^$/, ""],
  "handshake-failed": ["reconnecting", "Reconnecting…", /^$/, ""],
  "token-expired": ["reconnecting", "Reconnecting…", /^$/, ""],
  "token-renewed": ["reconnecting", "Reconnecting…", /^$/, ""],
  "connection-renewed": ["reconnecting", "Reconnecting…", /^$/, ""],
  "offline": ["reconnecting", "Offline", /no network/, ""],
  "token-failed": ["reconnecting", "Reconnecting…", /sign-in could not be renewed.*keeps trying/, ""],
  "refused": ["reconnecting", "No live news", /just now.*keeps trying\.$/, "Try now"],
  "not-live": ["reconnecting", "No live news", /just now.*keeps trying\.$/, "Try now"],
  "connection-limit": ["paused", "Paused", /many places.*still order/, "Use this tab"],
  "version-gone": ["closed", "No live news", /too old.*reload/, ""],
  "bad-address": ["closed", "No live news", /address.*still order.*tell the shop/, ""],
  "blocked": ["closed", "No live news", /browser does not let.*still order.*tell the shop/, ""],
  "bad-token": ["closed", "No live news", /sign-in.*still order.*Sign out and in again/, ""],
  "no-websocket": ["closed", "No live news", /browser cannot.*still order.*Another browser/, ""],
  "closed-by-page": ["closed", "No live news", /^$/, ""],
  "signed-out": ["paused", "Paused", /^$/, ""],
};

test("the page has a row for each of the client's codes, in the state that the client tells it", () => {
  const told = Object.fromEntries(Object.entries(CAUSES).map(([code, { state }]) => [code, state]));
  assert.deepEqual(Object.fromEntries(Object.entries(ROWS).map(([code, [state]]) => [code, state])), told);
});

test("each code has its chip, its words and its button", () => {
  assert.deepEqual([...KNOWN_CODES].sort(), Object.keys(ROWS).sort());
  for (const [code, [state, chip, words, button]] of Object.entries(ROWS)) {
    const texts = connectionTexts(state, code);
    assert.deepEqual([texts.chip, texts.button], [chip, button], code);
    assert.match(texts.words, words, code);
  }
});

test("a code that is new to the page, or none, leaves the state's own word", () => {
  const chips = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…", paused: "Paused", closed: "No live news" };
  for (const [state, chip] of Object.entries(chips)) {
    for (const code of [undefined, "of-later", "constructor"]) {
      assert.deepEqual(connectionTexts(state, code), { chip, words: "", button: "", isBusy: false });
    }
  }
});

test("nothing of a trouble is left once the page is live", () => {
  for (const code of KNOWN_CODES) assert.equal(connectionTexts("live", code).words, "");
});

test("only where the shop answers, the page says that one can order, and asks to tell it", () => {
  const words = (code, isShopThere) => connectionTexts("reconnecting", code, { isShopThere }).words;
  assert.match(words("refused", true), /still order.*keeps trying\. If this lasts, please tell the shop\.$/);
  assert.match(words("not-live", true), /still order.*keeps trying\.$/);
  for (const code of WAITS_LONG) assert.doesNotMatch(words(code, false), /tell the shop|still order|does not take|refuse/);
});

test("an attempt leaves the button that asked for it in its place, and what was said", () => {
  for (const [code, [state, , , button]] of Object.entries(ROWS)) {
    const texts = connectionTexts("reconnecting", "retrying", { before: code });
    const { words } = connectionTexts(state, code);
    assert.deepEqual(texts, { chip: "Reconnecting…", words: button && words, button, isBusy: button !== "" }, code);
  }
});
