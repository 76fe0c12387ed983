// What the page sends: at once where a connection is open, otherwise kept for the next one, if there is room.
// At most once: a message that was handed to a connection which then ends is not sent again.

import { RENEWALS, SIGNED_OUT } from "./causes.js";
import { NotConnectedError } from "./not_connected_error.js";

/** So many messages wait at most. */
export const LONGEST_QUEUE = 100;

/**
 * `connection` is that of connection.js; `length` is how many messages the page lets wait.
 *
 * @param {{connection: import("./connection.js").Socketed, length: number}} parts
 */
export function createOutbox({ connection, length }) {
  /** @type {string[]} */
  let waiting = [];

  /** Nobody is there whose message it would be. @param {{state: string, code: string}} cause */
  const isNobodys = ({ state, code }) => state === "closed" || code === SIGNED_OUT;

  /** @param {string} text */
  function keep(text) {
    const { state, code, reason } = connection.cause();
    const room = RENEWALS.includes(code) ? LONGEST_QUEUE : length;
    if (room === 0 || isNobodys(connection.cause())) {
      throw new NotConnectedError(`send: no connection is open (${state}, ${code}): ${reason}`, { state, code });
    }
    if (waiting.length >= room) {
      const sentence = `send: no connection is open (${state}, ${code}), and ${waiting.length} messages wait already`;
      throw new NotConnectedError(sentence, { state, code: "queue-full" });
    }
    waiting.push(text);
  }

  return {
    /** @param {string} text */
    send(text) {
      if (connection.canSend()) connection.send(text);
      else keep(text);
    },
    /** A connection has opened. What waited goes first. */
    opened() {
      const texts = waiting;
      waiting = [];
      for (const text of texts) connection.send(text);
    },
    /** The connection has another state. @param {{state: string, code: string}} cause */
    changed(cause) {
      if (isNobodys(cause)) waiting = [];
    },
    /** Another user: what waited was not his. */
    drop() {
      waiting = [];
    },
  };
}
