// The answer to a resume: how long the client waits for it, how often it asks again where the server failed, and for
// how long a server may put it off.

import { backoffMs } from "./backoff.js";

/** API Gateway gives up on an answer after 29 s. */
export const ANSWER_WITHIN_MS = 30_000;

/**
 * So many resumes in a row may fail, and are sent again. A new connection would cost an authorizer, a row, and one of
 * the few handshakes that an account may begin in a second. A frame costs none of them.
 */
export const ASKS_AGAIN = 3;

const SHORTEST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60; // whatever a server says: a page must not wait without end

/**
 * `timers` are those of the connection, which stops them when it is lost.
 *
 * `onNone(code)` is called where no answer will come.
 *
 * @param {{timers: import("./timers.js").Timers, random: () => number, onNone: (code: string) => void}} parts
 */
export function createAnswers({ timers, random, onNone }) {
  let failures = 0; // in a row

  /** The connection is kept, then `again()`. @type {(ms: number, again: () => void) => void} */
  function pause(ms, again) {
    timers.stop("answer");
    timers.start("again", ms, again);
  }

  return {
    /** A connection is open, or the server served a resume, though more may wait. */
    served() {
      failures = 0;
    },
    /** A resume was sent, which `came()` has to follow in time. */
    wait() {
      timers.stop("again"); // an answer came during the pause, and this resume follows it
      timers.start("answer", ANSWER_WITHIN_MS, () => onNone("no-answer"));
    },
    came() {
      timers.stop("again");
      timers.stop("answer");
    },
    /** The server failed to answer a frame. @param {() => void} again */
    failed(again) {
      if (!timers.runs("answer")) return; // it was no resume
      failures += 1;
      if (failures > ASKS_AGAIN) onNone("server-failed");
      else pause(backoffMs(failures, random), again);
    },
    /**
     * The server refuses to answer for that many seconds.
     *
     * @type {(seconds: unknown, again: () => void) => void}
     */
    postpone(seconds, again) {
      if (timers.runs("again")) return; // a copy of the refusal must not put it off further
      const known = typeof seconds === "number" && Number.isFinite(seconds) ? seconds : SHORTEST_PAUSE_SECONDS;
      pause(1000 * Math.min(Math.max(known, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS), again);
    },
  };
}
