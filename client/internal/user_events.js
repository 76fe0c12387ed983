// The events of whichever user the token is of: reads the server's frames, and hands events over in order.
// Two users of one page, one after the other, never see each other's events.

import { readFrame, resumeFrame } from "./frames.js";
import { createLastSequence } from "./last_sequence.js";
import { createOrderedDelivery } from "./ordered_delivery.js";
import { CONNECTION_LIMIT, EXPIRED, INVALID_AFTER, PROTOCOL, TOO_SOON, VERSION_GONE } from "./protocol.js";
import { useSequence } from "./shared_sequences.js";
import { subjectOf } from "./token_claims.js";

/**
 * `isOwnStorage`: the storages are the browser's, which all connections of the page share. `connection` answers that of connection.js. `hand(event, isWanted)` gives an event to the page, as long as
 * `isWanted()`; `incomplete(gap, isWanted)` reports lost events; `onOtherUser()` is called before the
 * first event of another user, unless `userChanged()` has said so.
 *
 * @param {{
 *   url: string,
 *   storages: import("./environment.js").Environment["storages"],
 *   isOwnStorage: boolean,
 *   connection: () => import("./connection.js").Socketed,
 *   hand: (event: any, isWanted: () => boolean) => void,
 *   incomplete: (gap: import("./interface.js").Gap, isWanted: () => boolean) => void,
 *   onOtherUser: () => void,
 * }} parts
 */
export function createUserEvents({ url, storages, isOwnStorage, connection, hand, incomplete, onOtherUser }) {
  /** @type {ReturnType<typeof createOrderedDelivery>} */
  let delivery; // from the first token on
  let user = /** @type {string | null | undefined} */ (undefined); // until the first token
  let isHeld = false; // the page has another user, and his token has not come

  let release = () => {}; // the last sequence

  const isOpen = () => !isHeld && !connection().isClosed();

  // By address: a new stage has another address, and its sequences start at one again.
  const nameOf = (/** @type {string | null} */ subject) => `${PROTOCOL} ${url} ${subject}`;

  /** @param {string | null} subject */
  function deliveryOf(subject) {
    return createOrderedDelivery({
      lastSequence: createLastSequence(nameOf(subject), subject === null ? [] : storages),
      isOpen,
      hand: (event) => hand(event, isOpen),
      incomplete: (gap) => incomplete(gap, isOpen),
      ask: (after, epoch) => connection().ask(resumeFrame(after, epoch)),
      live: () => connection().answered(),
      got: () => connection().got(),
    });
  }

  /** @param {any} frame */
  function resumed(frame) {
    connection().served(frame.resumeWithinSeconds);
    delivery.resumed(frame);
  }

  /** @param {any} frame */
  function refused(frame) {
    console.warn("realtime:", frame.code, frame.message);
    if (frame.code === INVALID_AFTER) delivery.refused(frame);
    if (frame.code === EXPIRED) connection().expired();
    if ([CONNECTION_LIMIT, VERSION_GONE].includes(frame.code)) connection().leave(frame.code);
    if (frame.code === TOO_SOON && delivery.waits()) {
      connection().postpone(frame.retryAfterSeconds, () => delivery.again());
    }
  }

  return {
    /** An attempt begins with that token. True where it names another user than the last one did. @param {string} bearer */
    useToken(bearer) {
      const subject = subjectOf(bearer);
      const isOther = subject !== user;
      // A token that names no user may be anyone's.
      if (isOther || (isHeld && subject === null)) delivery = deliveryOf(subject);
      if (isOther && !isHeld && user !== undefined) onOtherUser();
      isHeld = false;
      user = subject;
      release();
      if (isOwnStorage && subject !== null && storages.some(Boolean)) release = useSequence(nameOf(subject));
      return isOther;
    },
    /** Until the next token nothing is handed over. */
    userChanged() {
      isHeld = true;
      release();
    },
    closed: () => release(),
    connected: () => delivery.connected(),
    prove: () => delivery.prove(),
    /** @param {string} text */
    read(text) {
      const { kind, frame } = readFrame(text) ?? {};
      if (kind === "event") delivery.event(frame);
      if (kind === "resumed") resumed(frame);
      if (kind === "error") refused(frame);
      if (kind === "failure") connection().failed(() => delivery.again());
    },
  };
}
