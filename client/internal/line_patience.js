// How long the line to the server stays open without traffic. Proxies and address translators end idle
// connections, each after a time of its own, and few say why. The client learns that time: connections in a
// row that were cut after about the same idle time show it. From then on the ping comes sooner. Cuts may be
// alike by chance: from time to time the client tries whether the line bears more.

/** API Gateway closes a connection that is idle for ten minutes. */
export const PING_EVERY_SECONDS = 300;
export const SHORTEST_PING_SECONDS = 10;
export const LONGEST_PING_SECONDS = 540;

/** So many cuts in a row must be alike. Two are so by chance, on a line that breaks often. */
export const CUTS = 3;
/** The ping comes after this share of the line's patience: timers are late at times. */
const SHARE = 2 / 3;
/** A proxy may end an idle connection with a close frame, as a server ends a young one for reasons of its own. */
const SHORTEST_AFTER_CLOSE_SECONDS = 20 * SHARE;
/** A line may also drop an idle connection in silence. A server that is ill looks the same, and no ping heals it. */
const SHORTEST_AFTER_SILENCE_SECONDS = 60;
/** Two idle times that differ by no more are the same patience. */
const SAME_MS = 3_000;
const SAME_SHARE = 0.1;
/** A connection that has held for so long tries twice the interval. A trial that fails doubles this time. */
const TRIAL_AFTER_MS = 3_600_000;

/** @type {(one: number | null, other: number) => one is number} */
const isSame = (one, other) =>
  one !== null && Math.abs(one - other) <= Math.max(SAME_MS, SAME_SHARE * Math.max(one, other));

/** Throws where the page's option is no interval that keeps a connection open. @param {unknown} seconds */
export function checkPingEverySeconds(seconds) {
  if (typeof seconds === "number" && Number.isFinite(seconds) && seconds >= SHORTEST_PING_SECONDS && seconds <= LONGEST_PING_SECONDS) return;
  const value = typeof seconds === "string" ? JSON.stringify(seconds) : String(seconds);
  throw new RangeError(
    `connect: pingEverySeconds must be a number from ${SHORTEST_PING_SECONDS} to ${LONGEST_PING_SECONDS}`
    + ` (API Gateway closes a connection that is idle for 600), got ${value}`,
  );
}

/** @typedef {ReturnType<typeof createLinePatience>} LinePatience */

/**
 * @param {{now: () => number, longestSeconds: number}} parts  `now` is a clock in milliseconds. `longestSeconds` is the
 *   interval of a line that is not known to cut.
 */
export function createLinePatience({ now, longestSeconds }) {
  const longestMs = longestSeconds * 1000;
  let last = 0; // when something was sent or received
  let silence = 0; // the longest idle time since something was received
  let survived = 0; // the longest idle time after which this connection still worked
  let heldSince = 0; // since when this connection has held with this interval
  let alike = 0; // cuts in a row after about `seenMs`
  let everyMs = longestMs;
  let [learnedMs, seenMs] = /** @type {(number | null)[]} */ ([null, null]); // the idle time that was learned, and that of the last cut
  let trialAfterMs = TRIAL_AFTER_MS;

  /** Another network has another patience. */
  function forget() {
    everyMs = longestMs;
    learnedMs = seenMs = null;
    trialAfterMs = TRIAL_AFTER_MS;
  }

  /** Something was sent. Only an answer shows that the line was still open. */
  function sent() {
    silence = Math.max(silence, now() - last);
    last = now();
  }

  const isTrial = () => everyMs > SHARE * (learnedMs ?? 0);

  /** The connection has held for long: a longer interval is tried, and what was learned is forgotten after it. */
  function doubt() {
    if (isTrial()) return forget();
    everyMs = Math.min(longestMs, 2 * everyMs);
    heldSince = now();
  }

  /** True where this end is that of a line whose patience is known. @param {number} shortestSeconds */
  function learn(shortestSeconds) {
    const idle = Math.max(silence, now() - last);
    // The shortest ping could not prevent it, or the line has borne more on this very connection.
    if (SHARE * idle < shortestSeconds * 1000 || idle <= survived) return false;
    if (isSame(learnedMs, idle)) {
      if (isTrial()) trialAfterMs *= 2;
    } else {
      alike = isSame(seenMs, idle) ? alike + 1 : 1;
      seenMs = alike > 1 ? Math.min(seenMs ?? idle, idle) : idle;
      if (alike < CUTS) return false;
      learnedMs = seenMs;
    }
    everyMs = Math.min(everyMs, SHARE * (learnedMs ?? idle));
    return true;
  }

  forget();
  return {
    pingEveryMs: () => everyMs,
    opened() {
      last = heldSince = now();
      silence = survived = 0;
    },
    sent,
    received() {
      sent();
      survived = Math.max(survived, silence);
      silence = 0;
      if (learnedMs !== null && now() - heldSince >= trialAfterMs) doubt();
    },
    /** The connection was ended. True where the line's patience explains it. */
    ended: (/** @type {{hasCloseFrame: boolean}} */ { hasCloseFrame }) => learn(hasCloseFrame ? SHORTEST_AFTER_CLOSE_SECONDS : SHORTEST_PING_SECONDS),
    /** A ping was not answered: the connection had been dead for some time. */
    silent: () => learn(SHORTEST_AFTER_SILENCE_SECONDS),
    forget,
  };
}
