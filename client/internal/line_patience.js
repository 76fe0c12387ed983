// How long the line to the server stays open without traffic. Proxies and address translators end idle
// connections, each after a time of its own, and say nothing. The client learns that time: two connections
// that were cut after about the same idle time show it. From then on the ping comes sooner.

/** API Gateway closes a connection that is idle for ten minutes. */
export const PING_EVERY_SECONDS = 300;
export const SHORTEST_PING_SECONDS = 10;
export const LONGEST_PING_SECONDS = 540;

/** The ping comes after this share of the line's patience: timers are late at times. */
const SHARE = 2 / 3;
/** A line may also drop an idle connection in silence. A server that is ill looks the same, and no ping heals it. */
const SHORTEST_AFTER_SILENCE_SECONDS = 60;
/** Two idle times that differ by no more are the same patience, seen twice. */
const SAME_MS = 3_000;
const SAME_SHARE = 0.1;

const isSame = (one, other) => Math.abs(one - other) <= Math.max(SAME_MS, SAME_SHARE * Math.max(one, other));

/** Throws where the page's option is no interval that keeps a connection open. */
export function checkPingEverySeconds(seconds) {
  if (Number.isFinite(seconds) && seconds >= SHORTEST_PING_SECONDS && seconds <= LONGEST_PING_SECONDS) return;
  const value = typeof seconds === "string" ? JSON.stringify(seconds) : String(seconds);
  throw new RangeError(
    `connect: pingEverySeconds must be a number from ${SHORTEST_PING_SECONDS} to ${LONGEST_PING_SECONDS}`
    + ` (API Gateway closes a connection that is idle for 600), got ${value}`,
  );
}

/** `now` is a clock in milliseconds. `longestSeconds` is the interval of a line that is not known to cut. */
export function createLinePatience({ now, longestSeconds }) {
  const longestMs = longestSeconds * 1000;
  let everyMs = longestMs;
  let last = 0; // when something was sent or received
  let silence = 0; // the longest idle time since something was received
  let survived = 0; // the longest idle time after which this connection still worked
  let seenMs = null; // the idle time of the last cut

  /** Something was sent. Only an answer shows that the line was still open. */
  function sent() {
    silence = Math.max(silence, now() - last);
    last = now();
  }

  function learn(shortestMs) {
    const idle = Math.max(silence, now() - last);
    // The shortest ping could not prevent it, or the line has borne more on this very connection.
    if (SHARE * idle < shortestMs || idle <= survived) return;
    if (seenMs !== null && isSame(seenMs, idle)) {
      everyMs = Math.min(everyMs, Math.max(shortestMs, SHARE * Math.min(seenMs, idle)));
    }
    seenMs = idle;
  }

  return {
    pingEveryMs: () => everyMs,
    opened() {
      last = now();
      silence = survived = 0;
    },
    sent,
    received() {
      sent();
      survived = Math.max(survived, silence);
      silence = 0;
    },
    /** The connection was ended, and nobody said why. */
    cut: () => learn(SHORTEST_PING_SECONDS * 1000),
    /** A ping was not answered: the connection had been dead for some time. */
    silent: () => learn(SHORTEST_AFTER_SILENCE_SECONDS * 1000),
    /** Another network has another patience. */
    forget() {
      everyMs = longestMs;
      seenMs = null;
    },
  };
}
