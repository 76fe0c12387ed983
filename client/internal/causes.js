// Why the client is in the state that it is in: one table, by the code that the page is told.
//
// A row says the state, what a developer should know, and what brings the client back: a timer (its
// longest wait between two attempts) and wake-ups. Nothing else in the client decides about this.

import { BACKOFF_MOST_MS } from "./backoff.js";
import { CONNECTION_LIMIT, EXPIRED, VERSION_GONE } from "./protocol.js";

/** Wake-ups: the page is looked at, its window got the focus, the network changed, `retry()` was called. */
export const LOOK = "look";
export const FOCUS = "focus";
export const NETWORK = "network";
export const RETRY = "retry";

/** Codes that the client itself acts on. */
export const SIGNED_OUT = "signed-out";
export const USER_CHANGED = "user-changed";
export const TOKEN_RENEWED = "token-renewed";
export const CONNECTION_RENEWED = "connection-renewed";
/** The client itself ends a connection that is well. */
export const RENEWALS = [TOKEN_RENEWED, CONNECTION_RENEWED];

/** What has lasted for minutes is likely to go on: the client tries rarely, and at once after a wake-up. */
export const LASTING_MOST_MS = 120_000;

/**
 * @typedef {import("./interface.js").ConnectionState} ConnectionState
 * @typedef {import("./interface.js").ConnectionCode} ConnectionCode
 *
 * @typedef {object} Row
 * @property {ConnectionState} state
 * @property {string} reason
 * @property {number | null} longestWaitMs
 * @property {string[]} wakes
 * @property {boolean} [isOfLine]
 * @property {boolean} [mayLast]
 */

/** @type {(state: ConnectionState, reason: string) => Row} */
const unmoved = (state, reason) => ({ state, reason, longestWaitMs: null, wakes: [] });

/** The client waits until a person does something. @type {(reason: string) => Row} */
const paused = (reason) => ({ state: "paused", reason, longestWaitMs: null, wakes: [LOOK, FOCUS, RETRY] });

/**
 * What a later attempt can mend. `isOfLine`: without a network, "offline" is the truth. `mayLast`: where attempt
 * after attempt ends so, `refused` or `not-live` is told in its place.
 *
 * @type {(reason: string, more?: Partial<Row>) => Row}
 */
const passing = (reason, more = {}) => ({
  state: "reconnecting", reason, longestWaitMs: BACKOFF_MOST_MS, wakes: [LOOK, FOCUS, NETWORK, RETRY],
  isOfLine: false, mayLast: false, ...more,
});
const LINE = { isOfLine: true, mayLast: true };
const SERVER = { mayLast: true };
const LASTING = { longestWaitMs: LASTING_MOST_MS };

/** What no later attempt can mend: the page must call `connect` again, with something else. @type {(reason: string) => Row} */
const final = (reason) => unmoved("closed", reason);

/** @type {Record<ConnectionCode, Row>} */
export const CAUSES = {
  connecting: unmoved("connecting", "The first attempt to connect is under way."),
  [USER_CHANGED]: unmoved("connecting", "The page called userChanged(): the first attempt for this user is under way."),
  live: unmoved("live", "The page has all events, and hears the next one."),

  "connection-lost": passing("The connection was closed, by the server or on the way to it.", LINE),
  offline: passing("The browser has no network."),
  "no-pong": passing("A ping was not answered in time: the connection was dead.", LINE),
  "no-answer": passing("A resume was not answered in time.", LINE),
  "server-failed": passing("The server failed to answer a resume.", SERVER),
  "token-failed": passing("The token function threw, or gave no answer in time.", { isOfLine: true }),
  [EXPIRED]: passing("The server says that the token has expired: the next attempt asks for a fresh one.", SERVER),
  "handshake-failed": passing("An attempt led to no connection.", LINE),
  refused: passing(
    "For minutes, attempt after attempt has led to no connection, though the browser has a network. It does not"
    + " say why: the server may refuse the page's origin or the token, a policy of the page may forbid the"
    + " address, or nothing answers there.",
    LASTING,
  ),
  "not-live": passing(
    "For minutes, connections have opened and none became live: each was closed, or its resume was refused or not"
    + " answered. The causes before this one, and the console, say which.",
    LASTING,
  ),
  [TOKEN_RENEWED]: passing("The token was about to expire: the client connects again, with the next one."),
  [CONNECTION_RENEWED]: passing("The connection would soon have been two hours old, and ended by the server: the client connects again."),
  retrying: passing("The page called retry(), or was looked at while paused: an attempt is under way."),

  [CONNECTION_LIMIT]: paused("The user has too many connections, so the server closed this one. It comes back when the"
    + " page is looked at, or calls retry()."),
  [SIGNED_OUT]: paused("There is no token: nobody is signed in. After a sign-in the page must call userChanged()."),

  "closed-by-page": final("The page called close()."),
  [VERSION_GONE]: final("The server no longer speaks this client's version: the page must be reloaded."),
  "bad-address": final("The url is not an address of a WebSocket, such as wss://host/live."),
  blocked: final("The browser forbids the connection: an https page needs a wss: address, and its policy may"
    + " limit connect-src."),
  "bad-token": final("The token is no text, or has characters that a handshake cannot carry; the fresh one, too, if there is any."),
  "no-websocket": final("This browser has no WebSocket."),
};

/** A token that is a text cannot be asked for again: what passes with a function is final with it. */
/** @type {Partial<Record<ConnectionCode, Row>>} */
const FIXED_TOKEN = {
  [EXPIRED]: final("The server says that the token has expired, and it is a text: give a function."),
};

/**
 * `{code, state, reason, …}` of a code.
 *
 * @param {string} named
 * @param {{isFixedToken: boolean}} token
 */
export function causeOf(named, { isFixedToken }) {
  const code = /** @type {ConnectionCode} */ (named);
  return { code, ...((isFixedToken && FIXED_TOKEN[code]) || CAUSES[code]) };
}
