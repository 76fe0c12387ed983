// Answers to a `resume` frame, as the stage gives them.

import {
  ERROR, EXPIRED, INVALID_AFTER, MALFORMED as MALFORMED_CODE, RESUMED, SEQUENCE_DIGITS, TOO_SOON,
} from "../internal/protocol.js";
import { isSequence } from "../internal/sequence_numbers.js";
import { sequenceText } from "./events.js";
import { createReplayPauses } from "./replay_pauses.js";

/** The protocol's own: a page proves its subscription after so many minutes unless it is told another time. */
const CHECK_MINUTES = 10;
const MOST_EPOCH_CHARACTERS = 256;
export const MALFORMED = {
  type: ERROR,
  code: MALFORMED_CODE,
  message: "A frame must be a JSON object with an action that this stage knows, such as 'resume' or 'ping'.",
};
export const TOKEN_EXPIRED = {
  type: ERROR,
  code: EXPIRED,
  message: "The token of this connection has expired. Connect again with a new one.",
};

/**
 * @typedef {import("./connections.js").Connection} Connection
 * @typedef {{after?: unknown, epoch?: unknown}} Asked
 */

/** @param {string} message @param {object} more */
const invalidAfter = (message, more = {}) => ({ type: ERROR, code: INVALID_AFTER, message, ...more });

/** The refusal of a frame with fields of the wrong kind; null for a good one. @param {Asked} asked */
function refusalOf({ after = null, epoch = null }) {
  if (epoch !== null && (typeof epoch !== "string" || epoch.length > MOST_EPOCH_CHARACTERS)) return MALFORMED;
  if (after === null || isSequence(after)) return null;
  return invalidAfter(`'after' must be a sequence: a text of ${SEQUENCE_DIGITS} digits.`);
}

/**
 * @param {{
 *   logOf: (user: string) => import("./log.js").Log, nowMs: () => number,
 *   pageEvents: number, checkMinutes: number,
 * }} options
 */
export function createResume({ logOf, nowMs, pageEvents, checkMinutes }) {
  const pauses = createReplayPauses(nowMs);
  const within = checkMinutes === CHECK_MINUTES ? {} : { resumeWithinSeconds: 60 * checkMinutes };

  /**
   * Posts the events after `start`, as many as one answer may have.
   *
   * @param {Connection} connection @param {import("./log.js").Log} log @param {number} start @param {boolean} isGapless
   */
  function replay(connection, log, start, isGapless) {
    const found = log.after(start, Math.floor(nowMs() / 1000), pageEvents + 1); // one more tells that there are more
    const sent = found.slice(0, pageEvents);
    for (const { frame } of sent) connection.post(frame);
    const last = sent.at(-1)?.number ?? start;
    const isMore = found.length > sent.length;
    const through = isMore ? last : log.head();
    // Each number that is missing is an event that the page missed, if it had one before.
    const isWhole = !isGapless || (sent.every(({ number }, index) => number === start + 1 + index) && last === through);
    return { through, isWhole, more: isMore ? { more: true } : {} };
  }

  /** @param {Connection} connection @param {Asked} asked */
  return function resume(connection, asked) {
    const refused = refusalOf(asked);
    if (refused !== null) return connection.post(refused);
    const log = logOf(connection.user);
    const after = /** @type {string | null} */ (asked.after ?? null);
    const isForeign = after !== null && (asked.epoch ?? null) !== null && asked.epoch !== log.epoch();
    // Not yet a number: one of twenty digits may be larger than a number holds exactly.
    if (!isForeign && after !== null && after > sequenceText(log.head())) {
      return connection.post(invalidAfter("'after' is ahead of the last event of this user.", { after }));
    }
    const start = isForeign ? 0 : Number(after ?? 0);
    let answer = { through: log.head(), isWhole: true, more: {} };
    if (start < log.head()) {
      const seconds = pauses.secondsToWait(connection, start, Math.min(start + pageEvents, log.head()));
      if (seconds > 0) {
        const message = `Missed events were sent a moment ago. Resume again in ${seconds} s.`;
        return connection.post({ type: ERROR, code: TOO_SOON, message, retryAfterSeconds: seconds });
      }
      answer = replay(connection, log, start, after !== null);
    }
    return connection.post({
      type: RESUMED, after, through: sequenceText(answer.through), complete: answer.isWhole && !isForeign,
      epoch: log.epoch(), ...answer.more, ...within,
    });
  };
}
