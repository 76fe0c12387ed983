// When the page proves its subscription: an open socket does not show that the server still knows the
// connection, nor that the newest event arrived. A ping does not ask either; a resume does.

/** How long an event or an answered resume is trusted; `realtime.resumed` may say a longer time. */
export const PROVE_WITHIN_SECONDS = 600;
const LONGEST_SECONDS = 6600; // a connection ends after two hours
/** Wake-ups soon after a proof are proved together, once: tabs can be switched in no time. */
export const PROVE_AGAIN_AFTER_MS = 5_000;

/**
 * Calls `prove()`. `timers` are those of the connection, which stops them when it is lost.
 *
 * @param {import("./timers.js").Timers} timers
 * @param {() => void} prove
 */
export function createSubscriptionProof(timers, prove) {
  let withinMs = PROVE_WITHIN_SECONDS * 1000;

  /** An event or an answer came. */
  const proven = () => timers.start("proof", withinMs, proveNow);

  function proveNow() {
    timers.start("rest", PROVE_AGAIN_AFTER_MS, () => {});
    proven();
    prove();
  }

  return {
    proven,
    /** The server says how long it may take; any other value means the default. */
    within(seconds = PROVE_WITHIN_SECONDS) {
      const isLonger = Number.isInteger(seconds) && seconds > PROVE_WITHIN_SECONDS;
      withinMs = 1000 * (isLonger ? Math.min(seconds, LONGEST_SECONDS) : PROVE_WITHIN_SECONDS);
    },
    /** The device woke up, or has another network. */
    wake() {
      if (timers.runs("rest")) timers.start("proof", PROVE_AGAIN_AFTER_MS, proveNow);
      else proveNow();
    },
  };
}
