// What is learned from the ends of connections: the numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLinePatience, CUTS } from "../../client/internal/line_patience.js";

/** The interval after these stretches: each a connection that was idle so long, and then cut; null: another network. */
function learned(...seconds) {
  let now = 0;
  const patience = createLinePatience({ now: () => now, longestSeconds: 300 });
  for (const idle of seconds) {
    if (idle === null) {
      patience.forget();
      continue;
    }
    patience.opened();
    now += idle * 1000;
    patience.ended({ hasCloseFrame: false });
  }
  return patience.pingEveryMs() / 1000;
}

test("three cuts in a row teach when they are about the same, and the ping comes after two thirds", () => {
  assert.equal(learned(60, 60), 300);
  assert.equal(learned(60, 60, 60), 40);
  assert.equal(learned(62, 60, 63), 40);
  assert.equal(learned(60, 60, 90, 61, 150), 300);
  assert.equal(learned(60, 12, 61, 60), 40, "a short one is no stretch at all");
  assert.equal(learned(15, 16, 15), 10);
  assert.equal(learned(14, 14, 14), 300, "no ping is so fast");
  assert.equal(learned(60, 60, 60, 250, 250, 250), 40, "a connection that was idle for longer was not cut before");
  assert.equal(learned(480, 480, 480), 300, "never above the option");
});

test("another network forgets also the cuts that were not yet enough", () => {
  assert.equal(learned(60, 60, null, 60), 300);
  assert.equal(learned(60, 60, 60, null), 300);
  assert.equal(learned(60, 60, 60, null, 60), 300);
});

test("what the page sends ends an idle stretch for the line, and proves nothing about it", () => {
  let now = 0;
  const patience = createLinePatience({ now: () => now, longestSeconds: 300 });
  for (let time = 0; time < CUTS; time += 1) {
    patience.opened();
    now += 100_000;
    patience.sent(); // into a line that is dead
    now += 5_000;
    patience.ended({ hasCloseFrame: false });
  }
  assert.equal(Math.round(patience.pingEveryMs() / 1000), 67);
});
