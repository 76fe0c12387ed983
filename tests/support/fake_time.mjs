// Time that passes when a test says so.

import { settled } from "./fake_browser.mjs";

/** `{now, setTimer, clearTimer, pending, advance}`; timers fire in their order while time is advanced. */
export function fakeTime(start = 1_000_000) {
  const timers = new Map(); // number -> {act, due}
  let [time, next] = [start, 1];

  const nextDue = (end) =>
    [...timers].filter(([, one]) => one.due <= end).sort((a, b) => a[1].due - b[1].due)[0];

  return {
    now: () => time,
    /** Sets the clock without letting time pass, as a person or a time server does. */
    set: (wanted) => (time = wanted),
    setTimer(act, ms) {
      timers.set(next, { act, due: time + ms });
      return next++;
    },
    clearTimer: (timer) => timers.delete(timer),
    pending: () => timers.size,
    async advance(ms) {
      const end = time + ms;
      await settled();
      for (let due = nextDue(end); due; due = nextDue(end)) {
        timers.delete(due[0]);
        time = due[1].due;
        due[1].act();
        await settled();
      }
      time = end;
    },
  };
}
