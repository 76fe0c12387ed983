// The end of a task: every promise that can go on has gone on. No timer is used, so that a test's fake
// timers cannot stop it.

/** So many turns stand for a task where there is no MessageChannel, as in some test environments. */
const TURNS = 200;

/** @typedef {MessagePort & {ref?: () => void, unref?: () => void}} Port  With Node's two methods. */

/** @type {(() => Promise<void>) | null} */
let found = null;

/** Waits until the event loop has begun another task. */
export const nextTask = () => {
  found ??= typeof MessageChannel === "function" ? byMessages() : byTurns;
  return found();
};

/** One channel for all: a message is delivered in a task of its own. */
function byMessages() {
  const { port1, port2 } = new MessageChannel();
  const here = /** @type {Port} */ (port1);
  /** @type {(() => void)[]} */
  const waiting = [];
  here.onmessage = () => {
    const done = waiting.shift();
    if (waiting.length === 0) here.unref?.(); // Node would wait for messages for ever
    done?.();
  };
  here.unref?.();
  return () => new Promise((/** @type {(value: void) => void} */ done) => {
    waiting.push(() => done());
    here.ref?.();
    port2.postMessage(null);
  });
}

async function byTurns() {
  for (let turn = 0; turn < TURNS; turn += 1) await null;
}
