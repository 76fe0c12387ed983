// A burst of calls acts once, and calls without end act again and again.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AT_LATEST_MS, createSettling, SETTLE_MS } from "../../storefront/settling.js";
import { fakeClock } from "../support/fake_clock.mjs";

function settling() {
  const time = fakeClock();
  const acts = [];
  return { time, acts, ...createSettling(() => acts.push(time.now()), time) };
}

test("a burst acts once, after its last call", async () => {
  const { time, acts, soon } = settling();
  for (let call = 0; call < 5; call += 1) {
    soon();
    await time.advance(SETTLE_MS / 2);
  }
  await time.advance(60_000);
  assert.deepEqual(acts, [4 * SETTLE_MS / 2 + SETTLE_MS]);
  assert.deepEqual(time.pending(), []);
});

test("calls every 50 ms do not put it off for ever, nor act for each of them", async () => {
  const { time, acts, soon } = settling();
  for (let call = 0; call < 200; call += 1) {
    soon();
    await time.advance(50);
  }
  assert.equal(acts[0], AT_LATEST_MS);
  assert.ok(acts.length >= 4 && acts.length <= 5, `${acts.length} acts in 10 s`);
});

test("nothing acts after it was stopped", async () => {
  const { time, acts, soon, stop } = settling();
  soon();
  stop();
  await time.advance(60_000);
  assert.deepEqual([acts, time.pending()], [[], []]);
});
