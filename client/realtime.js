// Listens on a `realtime.v1` WebSocket: the page gets every event of its user once, in order,
// across reconnects and page loads. README.md has the options, states and codes.
//
//   import { connect } from "realtime-notifier-client";
//   const connection = connect({ url, token: () => auth.accessToken() });
//   connection.subscribe("order.finalized", (event) => show(event.data));
//
// This file connects the parts: internal/connection.js keeps a connection open, internal/user_events.js hands over
// events, internal/event_listeners.js tells the page, internal/outbox.js sends what the page sends.

import { createConnection } from "./internal/connection.js";
import { createEventListeners } from "./internal/event_listeners.js";
import { createListeners } from "./internal/listeners.js";
import { messageFrame } from "./internal/messages.js";
import { checkedListener, checkedOptions, shown } from "./internal/options.js";
import { createOutbox } from "./internal/outbox.js";
import { watchAsking } from "./internal/token_asking.js";
import { createUserEvents } from "./internal/user_events.js";

/**
 * Connects, and stays connected until `close()`. The first attempt begins when the task that calls this has
 * ended: listeners that it adds miss nothing.
 *
 * @param {import("./internal/interface.js").ConnectOptions} options
 * @returns {import("./internal/interface.js").Connection}
 */
export function connect(options) {
  const { url, token: given, signal, pingEverySeconds, sendQueueLength, isOwnStorage, parts } = checkedOptions(options);
  const token = typeof given === "function" ? watchAsking(given) : given;
  const events = createEventListeners();
  const others = { state: createListeners('"state"'), incomplete: createListeners('"incomplete"') };

  const userEvents = createUserEvents({
    url,
    storages: parts.storages,
    isOwnStorage,
    connection: () => connection,
    hand: events.hand,
    incomplete: (gap, isWanted) => others.incomplete.tell(gap, { isFor: isWanted }),
    onOtherUser: () => outbox.drop(),
  });
  const connection = createConnection({
    url,
    token,
    pingEverySeconds,
    parts,
    onToken: userEvents.useToken,
    onOpen() {
      userEvents.connected();
      outbox.opened();
    },
    onText: userEvents.read,
    onProve: userEvents.prove,
    onState,
  });
  const outbox = createOutbox({ connection, length: sendQueueLength });

  /** @param {import("./internal/interface.js").StateChange} change */
  function onState(change) {
    outbox.changed(change);
    if (change.state !== "closed") return others.state.tell(change);
    signal?.removeEventListener("abort", connection.close);
    userEvents.closed();
    events.clear();
    others.incomplete.clear();
    others.state.tellLast(change);
  }

  signal?.addEventListener("abort", connection.close);
  if (signal?.aborted) connection.close();
  Promise.resolve().then(connection.start); // no queueMicrotask: the fake timers of test runners stop it

  return {
    get state() { return connection.cause().state; },
    get code() { return connection.cause().code; },
    get reason() { return connection.cause().reason; },
    subscribe: events.subscribe,
    on(kind, listener, more) {
      if (!Object.hasOwn(others, kind)) {
        throw new TypeError(`on: there are ${Object.keys(others).map(shown).join(" and ")}, got ${shown(kind)}`
          + "; events come by subscribe(type, listener)");
      }
      return others[kind].add(listener, { signal: checkedListener("on", listener, more) });
    },
    send: (action, data) => outbox.send(messageFrame(action, data)),
    retry: connection.retry,
    userChanged() {
      if (typeof token !== "function") {
        throw new TypeError("userChanged: the option token is a text, which has one user; give a function");
      }
      if (token.isAsking()) throw new TypeError("userChanged: the token function called it, and would be asked again without end");
      userEvents.userChanged();
      outbox.drop();
      connection.userChanged();
    },
    close: connection.close,
  };
}

export { NotConnectedError } from "./internal/not_connected_error.js";

/**
 * How many milliseconds the client waits before it connects again; `attempt` counts from 0. Exported
 * for a page that retries something of its own at the same pace.
 */
export { backoffMs } from "./internal/backoff.js";

/** The claims of a JWT, without verification; null for a text that is not a JWT. */
export { claimsOf } from "./internal/token_claims.js";

/** The user whose token it is, by its `sub`; null where it has none. */
export { subjectOf } from "./internal/token_claims.js";

/**
 * @typedef {import("./internal/interface.js").ConnectOptions} ConnectOptions
 * @typedef {import("./internal/interface.js").TokenFunction} TokenFunction
 * @typedef {import("./internal/interface.js").Environment} Environment
 * @typedef {import("./internal/interface.js").Connection} Connection
 * @typedef {import("./internal/interface.js").ConnectionState} ConnectionState
 * @typedef {import("./internal/interface.js").ConnectionCode} ConnectionCode
 * @typedef {import("./internal/interface.js").StateChange} StateChange
 * @typedef {import("./internal/interface.js").Gap} Gap
 * @typedef {import("./internal/interface.js").ListenerOptions} ListenerOptions
 */

/**
 * @template [Data=unknown]
 * @typedef {import("./internal/interface.js").RealtimeEvent<Data>} RealtimeEvent
 */

/**
 * @template [Data=unknown]
 * @typedef {import("./internal/interface.js").RealtimeEventListener<Data>} RealtimeEventListener
 */
