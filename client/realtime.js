// Listens on a `realtime.v1` WebSocket: the page gets every event of its user once, in order,
// across reconnects and page loads. To use the client, copy this file and the folder internal/.
//
//   import { connect } from "./realtime.js";
//   const connection = connect({ url, token, onEvent: (event) => show(event.data) });
//   connection.close();
//
// This file connects three parts: internal/connection.js keeps a connection open,
// internal/ordered_delivery.js hands over events in order, internal/last_sequence.js remembers the last.

import { browser, callPage } from "./internal/browser.js";
import { createConnection } from "./internal/connection.js";
import { createLastSequence } from "./internal/last_sequence.js";
import { readFrame, resumeFrame } from "./internal/frames.js";
import { checkPingEverySeconds, PING_EVERY_SECONDS } from "./internal/line_patience.js";
import { createOrderedDelivery } from "./internal/ordered_delivery.js";
import {
  CONNECTION_LIMIT, EXPIRED, INVALID_AFTER, PROTOCOL, TOO_SOON, VERSION_GONE,
} from "./internal/protocol.js";
import { subjectOf } from "./internal/token_claims.js";

/**
 * @typedef {"connecting" | "live" | "reconnecting" | "paused" | "closed"} ConnectionState
 *   `reconnecting`: the client tries by itself. `paused`: it waits until the page is looked at, or calls
 *   `retry()`. `closed` is final: call `connect` again.
 *
 * @typedef {object} Cause
 * @property {string} code  Why the client is in its state: a row of internal/causes.js.
 * @property {string} reason  The same as a sentence, for developers.
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
 *   has expired or was probably refused. Null means that nobody is signed in: the client closes. An
 *   error means that there is no token yet: the client tries again.
 * @property {(event: RealtimeEvent) => void} onEvent
 *   Gets each event once, in order. An event counts as handed over when this function returns or
 *   throws; an error is logged. A page that ends before that gets the event again.
 * @property {(gap: Gap) => void} [onIncomplete]
 *   The page was away for longer than the replay window, or the log was restored: events are or may be
 *   lost. Read the current state from its own source, such as an HTTP API. Called before the events that
 *   follow the gap. After a restore these begin with the window: some may be events that the page had.
 * @property {(state: ConnectionState, cause: Cause) => void} [onState]
 *   Called when the code changes, which is not with each attempt.
 * @property {number} [pingEverySeconds]
 *   The longest time between two pings, 10 to 540; 300 when omitted. On a line that cuts idle connections
 *   sooner, the client learns to ping more often.
 */

/**
 * Connects, and stays connected until `close()`. `retry()` acts as if the page was looked at: a client that
 * waits, also a paused one, tries at once.
 *
 * @param {Options} options
 * @returns {{close: () => void, retry: () => void}}
 */
export function connect({
  url, token, onEvent, onIncomplete, onState, pingEverySeconds = PING_EVERY_SECONDS, ...replaced
}) {
  checkPingEverySeconds(pingEverySeconds);
  const parts = { ...browser(), ...replaced };
  let delivery = null;
  let user; // undefined until the first token

  const connection = createConnection({
    url,
    token,
    pingEverySeconds,
    parts,
    onToken: (bearer) => useDeliveryOf(subjectOf(bearer)),
    onOpen: () => delivery.connected(),
    onText: read,
    onProve: () => delivery.prove(),
    onState: (state, cause) => callPage("onState", onState, state, cause),
  });

  function useDeliveryOf(subject) {
    if (subject === user) return;
    user = subject;
    delivery = createOrderedDelivery({
      // By address: a new stage has another address, and its sequences start at one again.
      lastSequence: createLastSequence(
        `${PROTOCOL} ${url} ${subject}`, subject === null ? [] : parts.storages),
      isOpen: () => !connection.isClosed(),
      hand: (event) => callPage("onEvent", onEvent, event),
      incomplete: (gap) => callPage("onIncomplete", onIncomplete, gap),
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
    if ([CONNECTION_LIMIT, VERSION_GONE].includes(frame.code)) connection.leave(frame.code);
    if (frame.code === TOO_SOON && delivery.waits()) {
      connection.postpone(frame.retryAfterSeconds, () => delivery.again());
    }
  }

  connection.open();
  return { close: connection.close, retry: connection.retry };
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
