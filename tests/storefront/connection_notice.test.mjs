// What is said of a connection: to the buyer once, to a developer once, and to the client when it is time.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CAUSES } from "../../client/internal/causes.js";
import { createConnectionNotice, RETRY_EVERY_MS } from "../../storefront/connection_notice.js";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeDocument } from "../support/fake_document.mjs";

/** A notice whose client's codes the test tells. */
function notice(t) {
  const logged = t.mock.method(console, "warn", () => {}).mock;
  const elements = fakeDocument();
  const clock = fakeClock();
  const retries = [];
  const made = createConnectionNotice({ retry: () => retries.push(clock.now()), now: clock.now });
  const become = (...codes) => {
    for (const code of codes) made.told(CAUSES[code].state, { code, reason: CAUSES[code].reason });
  };
  become("connecting");
  const shown = (id) => elements[`connection${id}`];
  return { ...made, become, clock, retries, elements, shown, lines: () => logged.calls.map((call) => call.arguments) };
}

test("words that stay are written once, the chip too", (t) => {
  const { become, shown, reached } = notice(t);
  become("live", "connection-lost");
  const before = shown("").writes;
  become("no-pong", "handshake-failed", "server-failed", "retrying");
  assert.equal(shown("").writes, before);
  become("refused");
  const { writes } = shown("-words");
  become("retrying", "refused", "not-live", "retrying", "not-live");
  assert.equal(shown("-words").writes, writes);
  reached();
  reached();
  become("retrying", "not-live");
  assert.equal(shown("-words").writes, writes + 1);
});

test("a button that asks for an attempt is busy meanwhile and keeps the focus", (t) => {
  for (const code of ["refused", "not-live", "connection-limit"]) {
    const { become, shown } = notice(t);
    become("live", code);
    const button = shown("-retry");
    button.focus();
    become("retrying");
    assert.deepEqual([button.hidden, button.getAttribute("aria-disabled")], [false, "true"], code);
    assert.equal(document.activeElement, button, code);
    become(code);
    assert.equal(button.getAttribute("aria-disabled"), null, code);
    assert.equal(document.activeElement, button, code);
  }
});

test("a button that goes gives its focus to the products' title, and takes it from nobody", (t) => {
  const { become, shown, elements } = notice(t);
  become("refused");
  shown("-retry").focus();
  become("retrying", "live");
  assert.equal(document.activeElement, elements["products-title"]);
  become("refused");
  shown("").focus();
  become("live");
  assert.equal(document.activeElement, shown(""));
});

test("an answer of the shop tries a connection that waits long, and many answers try it once in a while", async (t) => {
  for (const code of ["refused", "not-live"]) {
    const { become, reached, clock, retries } = notice(t);
    become("live", "handshake-failed", code);
    for (let second = 0; second < 90; second += 1) {
      reached();
      await clock.advance(1_000);
    }
    assert.deepEqual(retries, [0, 1, 2].map((number) => number * RETRY_EVERY_MS), code);
  }
});

test("an answer of the shop tries no other connection, and none that is being tried", (t) => {
  const { become, reached, retries } = notice(t);
  for (const code of Object.keys(CAUSES).filter((one) => !["refused", "not-live"].includes(one))) {
    become(code);
    reached();
  }
  become("refused", "retrying");
  reached();
  assert.deepEqual(retries, []);
});

test("the shop is to be told as long as it answers all but the connection", (t) => {
  const { become, reached, lost, shown } = notice(t);
  const isTold = () => /tell the shop/.test(shown("-words").textContent);
  become("refused");
  assert.equal(isTold(), false);
  reached();
  assert.equal(isTold(), true);
  become("retrying", "refused");
  assert.equal(isTold(), true);
  lost();
  assert.equal(isTold(), false);
  reached();
  become("live", "connection-lost", "refused");
  assert.equal(isTold(), false);
});

test("a developer reads once why a connection is gone, and nothing of what passes or was wanted", (t) => {
  const { become, lines } = notice(t);
  for (const _ of [1, 2]) become(...Object.keys(CAUSES));
  const told = ["bad-address", "bad-token", "blocked", "connection-limit", "no-websocket", "not-live", "refused", "version-gone"];
  assert.deepEqual(lines().map(([, code]) => code).sort(), told);
  for (const [, code, reason] of lines()) assert.equal(reason, CAUSES[code].reason);
});
