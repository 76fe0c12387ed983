// What goes on for minutes is told as such, and tried rarely; what passes sooner is not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LASTS_AFTER_MS } from "../../client/internal/attempts.js";
import { BACKOFF_MOST_MS } from "../../client/internal/backoff.js";
import { LASTING_MOST_MS } from "../../client/internal/causes.js";
import { DAY_MS, FAILURE, happened, refusal } from "../support/caused_tab.mjs";
import { quietly, tokenOf } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";
import { randomFrom } from "../support/random.mjs";

const DOWN = { stage: { isDown: true } };

// An attempt each 15 s on average for ever, and no word: 1,910 to 5,648 handshakes a day.
test("connections that open and never become live are told so, and tried rarely", async () => {
  const worlds = {
    "a resume fails": { refusal: FAILURE },
    "a resume is never answered": { answersResumes: false },
    "each fresh token has expired": { refusal: refusal("token-expired") },
    "a connection is cut at once": { patienceMs: 1 },
  };
  await quietly("warn", async () => {
    for (const [name, world] of Object.entries(worlds)) {
      const { clock, stage, tab } = await happened("not-live", { stage: world });
      assert.ok(clock.now() < 10 * 60_000, `${name}: told after ${clock.now()} ms`);
      assert.equal(tab.codes.length, 3, `${name}: ${tab.codes}`);
      const before = stage.handshakes;
      await clock.advance(DAY_MS);
      assert.ok(stage.handshakes - before < 1500, `${name}: ${stage.handshakes - before} handshakes a day`);
      Object.assign(stage, { refusal: null, answersResumes: true, patienceMs: Infinity });
      await clock.advance(LASTING_MOST_MS + 1000);
      assert.equal(tab.code, "live", name);
    }
  });
});

test("six attempts in a row say nothing before minutes have passed, however often a page is looked at", async () => {
  const { clock, tab, tries } = await happened("handshake-failed", DOWN);
  while (clock.now() < LASTS_AFTER_MS - 1000) {
    tab.look();
    await clock.advance(1000);
  }
  assert.ok(tries() > 100);
  assert.deepEqual(tab.codes, ["connecting", "handshake-failed"]);
});

// Told as a refusal after 33 s in the median, and live again up to 118 s after the end.
test("after an outage of up to three minutes the page is live within half a minute", async () => {
  for (const minutes of [1, 3]) {
    for (let seed = 1; seed <= 50; seed += 1) {
      const clock = fakeClock();
      const stage = fakeStage(clock);
      const tab = await openTab(clock, stage, { random: randomFrom(seed) });
      await clock.advance(600_000);
      stage.isDown = true;
      stage.breakLines();
      await clock.advance(minutes * 60_000);
      stage.isDown = false;
      await clock.advance(BACKOFF_MOST_MS + 1000);
      assert.equal(tab.code, "live");
      assert.ok(!tab.codes.includes("refused"), `seed ${seed}, ${minutes} min: ${tab.codes}`);
    }
  }
});

test("a refusal is not said before a fresh token was refused too", async () => {
  await quietly("warn", async () => {
    let asked = 0;
    const token = async ({ fresh }) => {
      asked += 1;
      if (fresh) throw new Error("not now");
      return tokenOf("ada");
    };
    const { clock, tab } = await happened("token-failed", { options: { token }, stage: { isDown: true } });
    await clock.advance(DAY_MS);
    assert.ok(asked > 1000);
    assert.ok(!tab.codes.includes("refused"));
  });
});

test("a network that came back is tried as if for the first time", async () => {
  const { clock, tab, tries } = await happened("refused", DOWN);
  await clock.advance(DAY_MS);
  tab.page.dispatchEvent(new Event("online"));
  await clock.advance(100);
  assert.equal(tab.code, "handshake-failed");
  const before = tries();
  await clock.advance(3_000);
  assert.equal(tries() - before, 2);
});
