// Listens on a `realtime.v1` WebSocket: the page gets every event of its user once, in order,
// across reconnects and page loads. To use the client, copy this file and the folder internal/.
//
//   import { connect } from "./realtime.js";
//   const connection = connect({ url, token, onEvent: (event) => show(event.data) });
//   connection.close();
//
// This file connects three parts: internal/connection.js keeps a connection open,
// internal/ordered_delivery.js hands over events in order, internal/last_sequence.js remembers the last.

import { createConnection } from "./internal/connection.js";
import { browserStorages, createLastSequence } from "./internal/last_sequence.js";
import { readFrame, resumeFrame } from "./internal/frames.js";
import { createOrderedDelivery } from "./internal/ordered_delivery.js";
import { EXPIRED, INVALID_AFTER, PROTOCOL, TOO_SOON, VERSION_GONE } from "./internal/protocol.js";
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
 * @property {string} [epoch]  Names the user's log, whose sequences these are. A restored log has another.
 * @property {*} data
 *
 * @typedef {object} Gap  Events after `after` (null: from the start) up to `through` may be missing.
 * @property {string | null} after
 * @property {string} through
 *
 * @typedef {object} Options
 * @property {string} url  The stage's `websocket_url`.
 * @property {string | ((need: {fresh: boolean}) => string | null | Promise<string | null>)} token
 *   The access token. A function is called before each attempt. `fresh` is true when the last token
 *   has expired or was probably refused. Null means that nobody is signed in: the client closes.
 * @property {(event: RealtimeEvent) => void} onEvent
 *   Gets each event once, in order. An event counts as handed over when this function returns or
 *   throws; an error is logged. A page that ends before that gets the event again.
 * @property {(gap: Gap) => void} [onIncomplete]
 *   The page was away for longer than the replay window, or the log was restored: events are or may be
 *   lost. Read the current state from its own source, such as an HTTP API. Called before the events that
 *   follow the gap. After a restore these begin with the window: some may be events that the page had.
 * @property {() => void} [onOutdated]
 *   This client is too old for the server, and has closed. Ask the user to reload the page.
 * @property {(state: ConnectionState) => void} [onState]
 */

/** The parts of the browser that tests replace. */
const browser = () => ({
  webSocket: globalThis.WebSocket,
  storages: browserStorages(),
  page: globalThis,
  random: Math.random,
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer),
});

/** Calls the page. An error of the page, also in a promise, is logged and stops nothing. */
function call(name, callback, argument) {
  const log = (error) => console.error(`realtime: ${name} failed`, error);
  try {
    Promise.resolve(callback?.(argument)).catch(log);
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
export function connect({ url, token, onEvent, onIncomplete, onOutdated, onState, ...replaced }) {
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
    onProve: () => delivery.prove(),
    onState: (state) => call("onState", onState, state),
  });

  function useDeliveryOf(subject) {
    if (subject === user) return;
    user = subject;
    delivery = createOrderedDelivery({
      // By address: a new stage has another address, and its sequences start at one again.
      lastSequence: createLastSequence(
        `${PROTOCOL} ${url} ${subject}`, subject === null ? [] : parts.storages),
      isOpen: () => !connection.isClosed(),
      hand: (event) => call("onEvent", onEvent, event),
      incomplete: (gap) => call("onIncomplete", onIncomplete, gap),
      ask: (after, epoch) => connection.ask(resumeFrame(after, epoch)),
      live: () => connection.answered(),
      got: () => connection.got(),
    });
  }

  function read(text) {
    const { kind, frame } = readFrame(text) ?? {};
    if (kind === "event") delivery.event(frame);
    if (kind === "resumed") resumed(frame);
    if (kind === "error") refused(frame);
    if (kind === "failure") connection.failed();
  }

  function resumed(frame) {
    connection.proveWithin(frame.resumeWithinSeconds);
    delivery.resumed(frame);
  }

  function refused(frame) {
    console.warn("realtime:", frame.code, frame.message);
    if (frame.code === INVALID_AFTER) delivery.refused(frame);
    if (frame.code === EXPIRED) connection.expired();
    if (frame.code === VERSION_GONE) outdated();
    if (frame.code === TOO_SOON && delivery.waits()) {
      connection.postpone(frame.retryAfterSeconds, () => delivery.again());
    }
  }

  /** The server speaks newer versions only: no further try can change that. */
  function outdated() {
    if (connection.isClosed()) return;
    connection.close();
    call("onOutdated", onOutdated);
  }

  connection.open();
  return { close: connection.close };
}

/**
 * How many milliseconds the client waits before it connects again; `attempt` counts from 0. Exported
 * for a page that retries something of its own at the same pace.
 */
export { backoffMs } from "./internal/backoff.js";

/** The claims of a JWT, without verification; null for a text that is not a JWT. */
export { claimsOf } from "./internal/token_claims.js";

/** The user whose token it is, by its `sub`; null where it has none. */
export { subjectOf } from "./internal/token_claims.js";
