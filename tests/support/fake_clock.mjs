// Simulated time: timers fire in their order, in no time. Several clients can share one clock.

import assert from "node:assert/strict";

export const settled = () => new Promise((done) => setImmediate(done));

export function fakeClock() {
  const timers = new Map();
  let next = 1;
  let now = 0;

  const first = () => [...timers].reduce((one, other) => (other[1].due < one[1].due ? other : one));
  const pending = () => [...timers.values()].map((one) => one.ms);

  async function run([id, timer]) {
    timers.delete(id);
    timer.callback();
    await settled();
  }

  /** Lets the timer of that length fire. */
  async function fire(ms) {
    const found = [...timers].find(([, timer]) => timer.ms === ms);
    assert.ok(found, `no timer of ${ms} ms among ${pending()}`);
    await run(found);
  }

  /** Lets the timer that is next fire. */
  async function fireNext() {
    const found = first();
    now = Math.max(now, found[1].due);
    await run(found);
  }

  const untilNext = () => Math.min(...[...timers.values()].map((one) => one.due)) - now;

  /** Lets that much simulated time pass: all timers that are due fire in their order. */
  async function advance(ms) {
    await settled(); // what was just done may start a timer
    const end = now + ms;
    while (now + untilNext() <= end) await fireNext();
    now = end;
  }

  return {
    now: () => now,
    /** Sets the clock without letting time pass, as a person or a time server does. */
    set: (wanted) => { now = wanted; },
    setTimer(callback, ms) {
      timers.set(next, { callback, ms, due: now + ms });
      return next++;
    },
    clearTimer: (id) => timers.delete(id),
    pending, fire, fireNext, untilNext, advance,
  };
}
