// Listens on a `realtime.v1` WebSocket: the page gets every event of its user once, in order,
// across reconnects and page loads. Take this file and the folder internal/ beside it.
//
//   import { connect } from "./realtime.js";
//   const connection = connect({ url, token, onEvent: (event) => show(event.data) });
//   connection.close();
//
// internal/connection.js keeps a connection open, internal/ordered_delivery.js hands over events in
// order, internal/last_sequence.js remembers the last of them; here they meet.

import { createConnection } from "./internal/connection.js";
import { browserStorages, createLastSequence } from "./internal/last_sequence.js";
import { readFrame, resumeFrame } from "./internal/frames.js";
import { createOrderedDelivery } from "./internal/ordered_delivery.js";
import { subjectOf } from "./internal/token_claims.js";

/**
 * @typedef {"connecting" | "live" | "reconnecting" | "closed"} ConnectionState
 *
 * @typedef {object} RealtimeEvent  A CloudEvent 1.0 with the `sequence` extension.
 * @property {"1.0"} specversion
 * @property {string} id
 * @property {string} source
 * @property {string} type
 * @property {string} [subject]
 * @property {string} [time]
 * @property {string} sequence  20 digits, +1 with each event of the user.
 * @property {*} data
 *
 * @typedef {object} Gap  Events after `after` (null: from the start) up to `through` may be missing.
 * @property {string | null} after
 * @property {string} through
 *
 * @typedef {object} Options
 * @property {string} url  The stage's `websocket_url`.
 * @property {string | ((need: {fresh: boolean}) => string | null | Promise<string | null>)} token
 *   The access token. A function is asked for each attempt; `fresh` is true when the server has
 *   just called the last one expired. Null says that nobody is signed in, and closes for good.
 * @property {(event: RealtimeEvent) => void} onEvent
 *   Gets each event once, in order. It counts as handed over when this returns or throws; what it
 *   throws is logged. A page that dies before that gets the event again.
 * @property {(gap: Gap) => void} [onIncomplete]
 *   Events are lost to this page, as it was away longer than the replay window: read what they told
 *   of from its own source. Called before the events that follow the gap.
 * @property {(state: ConnectionState) => void} [onState]
 */

/** What tests replace. */
const browser = () => ({
  webSocket: globalThis.WebSocket,
  storages: browserStorages(),
  page: globalThis,
  random: Math.random,
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer),
});

/** The page's own faults, now or in a promise, are logged and stop nothing. */
function tell(name, callback, what) {
  const log = (error) => console.error(`realtime: ${name} failed`, error);
  try {
    Promise.resolve(callback?.(what)).catch(log);
  } catch (error) {
    log(error);
  }
}

/**
 * Connects, and stays connected until `close()`.
 *
 * @param {Options} options
 * @returns {{close: () => void}}
 */
export function connect({ url, token, onEvent, onIncomplete, onState, ...replaced }) {
  const parts = { ...browser(), ...replaced };
  let delivery = null;
  let user; // undefined until the first token

  const connection = createConnection({
    url,
    token,
    parts,
    onToken: (bearer) => useDeliveryOf(subjectOf(bearer)),
    onOpen: () => delivery.connected(),
    onText: read,
    onState: (state) => tell("onState", onState, state),
  });

  function useDeliveryOf(subject) {
    if (subject === user) return;
    user = subject;
    delivery = createOrderedDelivery({
      // A stage that is made anew numbers from one again, at another address.
      lastSequence: createLastSequence(
        `realtime.v1 ${url} ${subject}`, subject === null ? [] : parts.storages),
      isOpen: () => !connection.isClosed(),
      hand: (event) => tell("onEvent", onEvent, event),
      incomplete: (gap) => tell("onIncomplete", onIncomplete, gap),
      ask: (after) => connection.ask(resumeFrame(after)),
      live: () => connection.answered(),
    });
  }

  function read(text) {
    const { kind, frame } = readFrame(text) ?? {};
    if (kind === "event") delivery.event(frame);
    if (kind === "resumed") delivery.resumed(frame);
    if (kind === "error") refused(frame);
    if (kind === "failure") connection.failed();
  }

  function refused(frame) {
    console.warn("realtime:", frame.code, frame.message);
    if (frame.code === "invalid-after") delivery.refused(frame);
    if (frame.code === "token-expired") connection.expired();
  }

  connection.open();
  return { close: connection.close };
}

/**
 * How many milliseconds the client waits before it tries to connect again; `attempt` counts from 0.
 * For a page that tries something of its own again at that pace.
 */
export { backoffMs } from "./internal/backoff.js";

/** The claims of a JWT, not verified: the servers do that. Null for a token that is none. */
export { claimsOf } from "./internal/token_claims.js";

/** The user whose token it is, by its `sub`; null where it names nobody. */
export { subjectOf } from "./internal/token_claims.js";
