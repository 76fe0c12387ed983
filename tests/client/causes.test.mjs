// The table of causes, row by row: what happens, what the page is told, how often the client tries in the
// next 24 hours if the world stays so, and which wake-ups bring it back at once.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { CAUSES, causeOf } from "../../client/internal/causes.js";
import { DAY_MS, FAILURE, happened, refusal } from "../support/caused_tab.mjs";
import { fakePage, quietly, tokenOf } from "../support/fake_browser.mjs";
import { fakeClock, settled } from "../support/fake_clock.mjs";
import { openTab } from "../support/fake_tab.mjs";

globalThis.WebSocket = undefined; // newer versions of Node have one: no row may take it for the browser's

const WAKE_UPS = {
  look: ({ page }) => page.document.dispatchEvent(new Event("visibilitychange")),
  cache: ({ page }) => page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true })),
  focus: ({ page }) => page.dispatchEvent(new Event("focus")),
  online: ({ page }) => page.dispatchEvent(new Event("online")),
  network({ page }) {
    page.navigator.connection.type = "cellular";
    page.navigator.connection.dispatchEvent(new Event("change"));
  },
  retry: ({ handle }) => handle.retry(),
};
const ALL = Object.keys(WAKE_UPS);
const LOOKS = ["look", "cache", "focus", "retry"];
const NONE = [];

const throwing = (name) => class {
  constructor() {
    throw new DOMException("A text that differs between browsers.", name);
  }
};
/** As Chromium makes them where the page's policy forbids the address. */
const closedAtOnce = class {
  readyState = 3;
};
const goOffline = ({ page }) => {
  page.navigator.onLine = false;
  page.dispatchEvent(new Event("offline"));
};
/** Tokens of 200 s, each another one. */
function shortLived() {
  let number = 0;
  return async () => {
    number += 1;
    return tokenOf("ada", number, { iat: 1000, exp: 1200 });
  };
}
const notNow = async () => {
  throw new Error("not now");
};

/**
 * For each code: the state, how often the client tries in the next 24 hours if the world stays as it is, and
 * which wake-ups start an attempt at once. The world: what the stage does, what happens in the tab a second
 * later, what the stage does from then on, and the options of the client.
 */
const ROWS = {
  connecting: { state: "connecting", tries: 1081, wakes: NONE, stage: { isSilent: true } },
  "user-changed": {
    state: "connecting", tries: 1081, wakes: NONE, stageAfter: { isSilent: true }, act: ({ handle }) => handle.userChanged(),
  },
  live: { state: "live", tries: 13, wakes: NONE },

  "connection-lost": { state: "reconnecting", tries: 5301, wakes: ALL, stage: { patienceMs: 1000 } },
  offline: { state: "reconnecting", tries: 5662, wakes: ALL, act: goOffline, stageAfter: { isDown: true } },
  "no-pong": { state: "reconnecting", tries: 859, wakes: ALL, stage: { answersPings: false } },
  "no-answer": { state: "reconnecting", tries: 961, wakes: ALL, stage: { answersResumes: false } },
  "server-failed": { state: "reconnecting", tries: 1274, wakes: ALL, stage: { refusal: FAILURE } },
  "token-failed": { state: "reconnecting", tries: 5669, wakes: ALL, options: { token: notNow } },
  "token-expired": { state: "reconnecting", tries: 1445, wakes: ALL, stage: { refusal: refusal("token-expired") } },
  "handshake-failed": { state: "reconnecting", tries: 1446, wakes: ALL, stage: { isDown: true } },
  refused: { state: "reconnecting", tries: 1433, wakes: ALL, stage: { isDown: true } },
  "not-live": { state: "reconnecting", tries: 1267, wakes: ALL, stage: { refusal: FAILURE } },
  "token-renewed": {
    state: "reconnecting", tries: 785, wakes: NONE, options: { token: shortLived() },
  },
  "connection-renewed": { state: "reconnecting", tries: 13, wakes: NONE },
  retrying: {
    state: "reconnecting", tries: 1081, wakes: NONE, stage: { refusal: refusal("connection-limit") },
    stageAfter: { refusal: null, isSilent: true }, act: ({ handle }) => handle.retry(),
  },

  "connection-limit": {
    state: "paused", tries: 0, wakes: LOOKS, stage: { refusal: refusal("connection-limit") },
  },

  "signed-out": { state: "paused", tries: 0, wakes: LOOKS, options: { token: async () => null } },

  "closed-by-page": { state: "closed", tries: 0, wakes: NONE, act: ({ handle }) => handle.close() },
  "version-gone": { state: "closed", tries: 0, wakes: NONE, stage: { refusal: refusal("version-gone") } },
  "bad-address": { state: "closed", tries: 0, wakes: NONE, options: { WebSocket: throwing("SyntaxError") } },
  blocked: { state: "closed", tries: 0, wakes: NONE, options: { WebSocket: throwing("SecurityError") } },
  "bad-token": { state: "closed", tries: 0, wakes: NONE, options: { token: async () => "two words" } },
  "no-websocket": { state: "closed", tries: 0, wakes: NONE, stage: { Socket: undefined } },
};
const FIXED_TOKEN_EXPIRED = {
  state: "closed", tries: 0, wakes: NONE, stage: { refusal: refusal("token-expired") },
  options: { token: tokenOf("ada") },
};

/** What the row's tests find, in the row's own shape. */
async function found(code, row) {
  const { clock, tab, tries } = await happened(code, row);
  const { state } = tab;
  assert.equal(tab.reasons.at(-1), causeOf(code, { isFixedToken: typeof row.options?.token === "string" }).reason);
  const before = tries();
  await clock.advance(DAY_MS);
  const inADay = tries() - before;
  const wakes = [];
  for (const [name, wake] of Object.entries(WAKE_UPS)) {
    const other = await happened(code, row);
    const earlier = other.tries();
    wake(other.tab);
    await settled();
    if (other.tries() > earlier) wakes.push(name);
  }
  return { state, tries: inADay, wakes };
}

async function check(code, row) {
  await quietly("error", () => quietly("warn", async () => {
    const { state, tries, wakes } = row;
    assert.deepEqual(await found(code, row), { state, tries, wakes }, code);
  }));
}

test("each cause has its state, its attempts in a day, and its wake-ups", async () => {
  assert.deepEqual(Object.keys(ROWS), Object.keys(CAUSES));
  for (const [code, row] of Object.entries(ROWS)) await check(code, row);
});

test("a token that is a text and has expired is final: nobody can be asked for another", async () => {
  await check("token-expired", FIXED_TOKEN_EXPIRED);
});

test("the client knows no other cause than those of the table", () => {
  const folder = new URL("../../client/internal/", import.meta.url);
  const others = readdirSync(folder).filter((name) => name !== "causes.js");
  const words = others.flatMap((name) =>
    [...readFileSync(new URL(name, folder), "utf8").matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, word]) => word));
  const codes = Object.keys(CAUSES);
  const ofTheProtocol = ["invalid-after", "too-soon"]; // what a server says, and no cause
  const ofAnError = ["queue-full"];
  assert.deepEqual(words.filter((word) => ![...codes, ...ofTheProtocol, ...ofAnError].includes(word)), []);
});

test("the page is told when the cause changes, and not with each attempt", async () => {
  await quietly("warn", async () => {
    const { clock, tab } = await happened("live", { options: {}, stage: { patienceMs: 1000 } });
    await clock.advance(60_000);
    assert.deepEqual(new Set(tab.codes.slice(2)), new Set(["connection-lost", "live"]));
    const down = await happened("refused", ROWS.refused);
    await down.clock.advance(DAY_MS);
    assert.deepEqual(down.tab.codes, ["connecting", "handshake-failed", "refused"]);
  });
});

test("retry() is told from any row that waits, and so is what comes of it", async () => {
  await quietly("warn", async () => {
    for (const [code, row] of Object.entries(ROWS).filter(([, { wakes }]) => wakes.includes("retry"))) {
      const { clock, tab } = await happened(code, row);
      const { length } = tab.codes;
      tab.handle.retry();
      tab.handle.retry();
      await clock.advance(40_000);
      assert.equal(tab.codes[length], "retrying", code);
      assert.ok(tab.codes.length > length + 1, `${code}: only ${tab.codes}`);
    }
  });
});

test("a client that has closed listens to nothing", async () => {
  const page = fakePage();
  const count = { added: 0, removed: 0 };
  for (const target of [page, page.document, page.navigator.connection]) {
    const { addEventListener, removeEventListener } = target;
    target.addEventListener = (...args) => { count.added += 1; addEventListener.apply(target, args); };
    target.removeEventListener = (...args) => { count.removed += 1; removeEventListener.apply(target, args); };
  }
  const tab = await openTab(fakeClock(), { Socket: closedAtOnce }, { page });
  assert.equal(tab.state, "closed");
  assert.ok(count.added > 3);
  assert.equal(count.removed, count.added);
});
