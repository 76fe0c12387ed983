// The clock of the client's tests: the fake server's simulated time, whose timers a test can see and fire.
// Several clients can share one clock.

import assert from "node:assert/strict";

import { createSimulatedTime } from "../../client/testing/simulated_time.js";

export const settled = () => new Promise((done) => setImmediate(done));

export function fakeClock() {
  const time = createSimulatedTime(settled);
  /** What is on its way between a page and the server is no timer. */
  const timers = () => [...time.timers].filter(([, { isFrame }]) => !isFrame);
  const pending = () => timers().map(([, { ms }]) => ms);

  /** Lets the timer of that length fire, without letting time pass. */
  async function fire(ms) {
    const found = timers().find(([, timer]) => timer.ms === ms);
    assert.ok(found, `no timer of ${ms} ms among ${pending()}`);
    time.clearTimer(found[0]);
    found[1].callback();
    await settled();
  }

  return {
    time, pending, fire,
    now: time.now, set: time.set, setTimer: time.setTimer, clearTimer: time.clearTimer, advance: time.advance,
    /** Lets what is next happen. */
    fireNext: () => time.run(time.first()),
    untilNext: () => Math.min(...[...time.timers.values()].map(({ due }) => due)) - time.now(),
  };
}
