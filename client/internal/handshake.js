// One handshake: its token, what a browser takes, and what its refusals mean.

import { SIGNED_OUT } from "./causes.js";
import { BEARER_PREFIX, PROTOCOL } from "./protocol.js";
import { NO_CLOSE_FRAME, SUBPROTOCOL_TOKEN } from "./web_socket.js";

/**
 * True for a token that a handshake can carry.
 *
 * @type {(bearer: unknown) => bearer is string}
 */
export const canBeSent = (bearer) => typeof bearer === "string" && SUBPROTOCOL_TOKEN.test(bearer);

/**
 * @typedef {import("./interface.js").ConnectOptions["token"]} Token
 *
 * @typedef {object} Link  An attempt, or the connection that it led to.
 * @property {any} socket  A WebSocket, or what stands for one.
 * @property {boolean} isOpen
 */

/**
 * The page's token: `{bearer}`, or `{code}` where there is none that could be sent. `token` is the page's
 * text or function; a function is asked for a fresh token, once, in place of one that is malformed.
 *
 * @param {Token} token
 * @param {import("./attempts.js").Attempts} attempts
 * @param {() => boolean} isCurrent
 * @returns {Promise<{bearer?: string, code?: string}>}
 */
async function nextToken(token, attempts, isCurrent) {
  const isFunction = typeof token === "function";
  const ask = async () => (typeof token === "function" ? await token({ fresh: attempts.needsFresh() }) : token);
  let bearer = await ask();
  if (bearer && !canBeSent(bearer) && isFunction && !attempts.needsFresh() && isCurrent()) {
    attempts.needFresh();
    bearer = await ask();
  }
  if (!bearer) return { code: SIGNED_OUT };
  return canBeSent(bearer) ? { bearer } : { code: "bad-token" };
}

/** Names of the exceptions that the constructor throws. The subprotocols are right: the url is not. */
/** @type {Record<string, string>} */
const CODES = { SyntaxError: "bad-address", SecurityError: "blocked" };
const CLOSED = 3;

export const OPEN_WITHIN_MS = 20_000; // covers the token and the handshake
export const GAVE_UP_CLOSE = 4000; // a code of our own: no pong, or no answer to a resume

/** A browser takes "shop.example.com/live", too: for a path on the page's own host. @param {string} url */
function isAbsolute(url) {
  try {
    return Boolean(new URL(url));
  } catch {
    return false;
  }
}

/**
 * `{socket}`, or `{code}` where the browser refuses to try.
 *
 * @param {any} WebSocket
 * @param {string} url
 * @param {string} bearer
 * @returns {{socket?: any, code?: string}}
 */
function openSocket(WebSocket, url, bearer) {
  if (typeof WebSocket !== "function") return { code: "no-websocket" };
  if (!isAbsolute(url)) return { code: "bad-address" };
  try {
    const socket = new WebSocket(url, [PROTOCOL, `${BEARER_PREFIX}${bearer}`]);
    // Where the page's policy forbids the address, Chromium throws nothing: the socket is closed from
    // its first moment, and no close event follows. Every other socket begins by connecting.
    return socket.readyState === CLOSED ? { code: "blocked" } : { socket };
  } catch (error) {
    console.error("realtime: no connection could be tried", error);
    return { code: CODES[/** @type {any} */ (error)?.name] ?? "handshake-failed" };
  }
}

/**
 * Tries once to open `link.socket`, and lets `on` hear its events. `on.isCurrent()` is false once the attempt or its
 * connection was given up: then nothing else is called. `on.lose(code, closeCode)` gives it up.
 *
 * @typedef {object} On
 * @property {() => boolean} isCurrent
 * @property {(code: string, closeCode?: number) => void} lose
 * @property {(bearer: string) => void} onToken
 * @property {() => void} onOpen
 * @property {(text: string) => void} onText
 * @property {(end: {hasCloseFrame: boolean}) => void} onClose
 *
 * @param {Link} link
 * @param {{url: string, token: Token, WebSocket: any, attempts: import("./attempts.js").Attempts,
 *   timers: import("./timers.js").Timers} & On} parts
 * @returns {Promise<void>}
 */
export async function shakeHands(link, { url, token, WebSocket, attempts, timers, ...on }) {
  timers.start("open", OPEN_WITHIN_MS, () =>
    on.lose(link.socket ? "handshake-failed" : "token-failed", GAVE_UP_CLOSE));
  try {
    await null; // the page's task ends first: it may say who is signed in after it said that this changed
    if (!on.isCurrent()) return;
    const { bearer, code } = await nextToken(token, attempts, on.isCurrent);
    if (!on.isCurrent()) return;
    if (bearer === undefined) return on.lose(code ?? SIGNED_OUT);
    on.onToken(bearer);
    if (!on.isCurrent()) return; // a listener may call close()
    attempts.begun(bearer);
    const opening = openSocket(WebSocket, url, bearer);
    if (opening.code) return on.lose(opening.code);
    link.socket = opening.socket;
  } catch (error) {
    if (on.isCurrent()) console.warn("realtime: there is no token yet", error);
    return on.lose("token-failed");
  }
  listen(link, timers, on);
}

/** @type {(link: Link, timers: import("./timers.js").Timers, on: On) => void} */
function listen(link, timers, on) {
  const { socket } = link;
  /** @type {(handle: (message: any) => void) => (message: any) => void} */
  const current = (handle) => (message) => on.isCurrent() && handle(message);
  socket.onopen = current(() => {
    link.isOpen = true;
    timers.stop("open");
    on.onOpen();
  });
  socket.onmessage = current(({ data }) => on.onText(data));
  socket.onclose = current(({ code }) => {
    on.onClose({ hasCloseFrame: code !== NO_CLOSE_FRAME });
    on.lose(link.isOpen ? "connection-lost" : "handshake-failed");
  });
  socket.onerror = ignore;
}

/** A close follows an error: a socket without one never gets to `listen` (openSocket). */
const ignore = () => {};

/**
 * Ends a socket, by `closeCode` unless it has ended itself. Nothing is heard of it any more. Until it is closed an
 * error needs somebody who ignores it: outside a browser it would end the program.
 *
 * @type {(socket: any, closeCode: number | null) => void}
 */
export function dropSocket(socket, closeCode) {
  socket.onopen = socket.onmessage = null;
  socket.onclose = () => { socket.onclose = socket.onerror = null; };
  if (closeCode === null) socket.onclose();
  else socket.close(closeCode);
}
