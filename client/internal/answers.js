// The answer to a resume: how long the client waits for it, and for how long a server may put it off.

/** API Gateway gives up on an answer after 29 s. */
export const ANSWER_WITHIN_MS = 30_000;

const SHORTEST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60; // whatever a server says: a page must not wait without end

/**
 * `timers` are those of the connection, which stops them when it is lost.
 *
 * @param {{timers: import("./timers.js").Timers, onNone: () => void}} parts
 */
export function createAnswers({ timers, onNone }) {
  return {
    /** A resume was sent. `onNone()` is called unless `came()` is, in time. */
    wait: () => timers.start("answer", ANSWER_WITHIN_MS, onNone),
    came: () => timers.stop("answer"),
    isDue: () => timers.runs("answer"),
    /**
     * The server refuses to answer for that many seconds: the connection is kept, then `again()`.
     *
     * @type {(seconds: unknown, again: () => void) => void}
     */
    postpone(seconds, again) {
      if (timers.runs("again")) return; // a copy of the refusal must not put it off further
      const known = typeof seconds === "number" && Number.isFinite(seconds) ? seconds : SHORTEST_PAUSE_SECONDS;
      const pause = Math.min(Math.max(known, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS);
      timers.stop("answer");
      timers.start("again", pause * 1000, again);
    },
  };
}
