// A tab that comes to a row of the client's table of causes.

import assert from "node:assert/strict";

import { fakeClock, settled } from "./fake_clock.mjs";
import { fakeStage } from "./fake_stage.mjs";
import { openTab } from "./fake_tab.mjs";

export const DAY_MS = 24 * 3_600_000;

/** What a stage answers each frame with: an error of the protocol, or API Gateway's own. */
export const refusal = (code) => ({ type: "realtime.error", code, message: "A sentence." });
export const FAILURE = { message: "Internal server error", connectionId: "c", requestId: "r" };

/**
 * A tab that has come to `code`, with its world: what the stage does, what happens in the tab a second later,
 * what the stage does from then on, and the client's options. `tries()` counts the attempts so far.
 */
export async function happened(code, { stage: world, stageAfter, act, options }) {
  const clock = fakeClock();
  const stage = Object.assign(fakeStage(clock), world);
  const tab = await openTab(clock, stage, options);
  if (act) {
    await clock.advance(1000);
    Object.assign(stage, stageAfter);
    act(tab);
    await settled();
  }
  for (let steps = 0; tab.code !== code; steps += 1) {
    assert.ok(steps < 200, `${code} did not come, but ${tab.codes}`);
    await clock.fireNext();
  }
  return { clock, stage, tab, tries: () => Math.max(tab.asked, stage.handshakes) };
}
