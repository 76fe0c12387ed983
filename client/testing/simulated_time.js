// Simulated time: what is due happens in its order, and no real time passes.

import { nextTask } from "./next_task.js";

/** A chain of so many things, each of which causes the next at one moment, is a circle. */
const LONGEST_CHAIN = 1000;

/**
 * @typedef {object} Timer
 * @property {() => void} callback
 * @property {number} ms
 * @property {number} due
 * @property {number} link  How many things have led to it at its moment.
 * @property {boolean} isFrame  Something on its way between a page and the server.
 *
 * @typedef {ReturnType<typeof createSimulatedTime>} SimulatedTime
 */

/** `nextTurn()` is awaited after each thing that happens: the page's promises go on. */
export function createSimulatedTime(nextTurn = nextTask) {
  /** @type {Map<number, Timer>} */
  const timers = new Map();
  let lastId = 0;
  let now = 0;
  let link = 0;
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  /** @param {() => void} callback @param {number} ms @param {boolean} isFrame */
  function add(callback, ms, isFrame) {
    lastId += 1;
    timers.set(lastId, { callback, ms, due: now + ms, isFrame, link: ms > 0 ? 0 : link + 1 });
    return lastId;
  }

  /** The timer that is due first, and of two the older one. */
  function first() {
    /** @type {[number, Timer] | null} */
    let found = null;
    for (const one of timers) if (found === null || one[1].due < found[1].due) found = one;
    return found;
  }

  /** @param {[number, Timer]} timer */
  async function run([id, { callback, due, link: its }]) {
    timers.delete(id);
    link = its;
    if (link > LONGEST_CHAIN) {
      throw new Error("fake server: the page does not come to rest: one thing leads to the next, without end and in no"
        + " time. Does a listener call retry() or send() each time it is called?");
    }
    now = Math.max(now, due);
    callback();
    await nextTurn();
  }

  /** What is due happens, and what is on its way arrives. The clock moves only as far as that takes. */
  async function settle() {
    link = 0;
    await nextTurn(); // what was just done may start a timer
    for (;;) {
      const next = first();
      if (next === null) return;
      const isUnderWay = [...timers.values()].some(({ isFrame }) => isFrame);
      if (next[1].due > now && !isUnderWay) return;
      await run(next);
    }
  }

  /** @param {number} ms */
  async function pass(ms) {
    link = 0;
    await nextTurn();
    const end = now + ms;
    for (let next = first(); next !== null && next[1].due <= end; next = first()) await run(next);
    now = end;
  }

  /** One after the other, also where a test forgot to wait. @param {() => Promise<void>} act */
  function inTurn(act) {
    const done = running.then(act);
    running = done.catch(() => {});
    return done;
  }

  return {
    timers,
    first,
    run,
    /** Milliseconds since the server was made. */
    now: () => now,
    /** Sets the clock without letting time pass, as a person or a time server does. @param {number} wanted */
    set(wanted) {
      now = wanted;
    },
    /** @param {() => void} callback @param {number} ms */
    setTimer: (callback, ms) => add(callback, ms, false),
    /** @param {number} id */
    clearTimer: (id) => timers.delete(id),
    /** Something is on its way, and arrives at once unless a time is given. @param {() => void} arrive @param {number} [ms] */
    carry: (arrive, ms = 0) => add(arrive, ms, true),
    settle: () => inTurn(settle),
    /** @param {number} ms */
    advance: (ms) => inTurn(() => pass(ms)),
  };
}
