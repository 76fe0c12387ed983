// One handshake: its token, what a browser takes, and what its refusals mean.

import { SIGNED_OUT } from "./causes.js";
import { BEARER_PREFIX, PROTOCOL } from "./protocol.js";

/** RFC 7230, 3.2.6: the characters of a token. A subprotocol must be one. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** True for a token that a handshake can carry. */
export const canBeSent = (bearer) => typeof bearer === "string" && TOKEN.test(bearer);

/**
 * The page's token: `{bearer}`, or `{code}` where there is none that could be sent. `token` is the page's
 * text or function; a function is asked for a fresh token, once, in place of one that is malformed.
 */
async function nextToken(token, attempts, isCurrent) {
  const isFunction = typeof token === "function";
  const ask = async () => (isFunction ? await token({ fresh: attempts.needsFresh() }) : token);
  let bearer = await ask();
  if (bearer && !canBeSent(bearer) && isFunction && !attempts.needsFresh() && isCurrent()) {
    attempts.needFresh();
    bearer = await ask();
  }
  if (!bearer) return { code: SIGNED_OUT };
  return canBeSent(bearer) ? { bearer } : { code: "bad-token" };
}

/** Names of the exceptions that the constructor throws. The subprotocols are right: the url is not. */
const CODES = { SyntaxError: "bad-address", SecurityError: "blocked" };
const CLOSED = 3;

export const OPEN_WITHIN_MS = 20_000; // covers the token and the handshake
export const GAVE_UP_CLOSE = 4000; // a code of our own: no pong, or no answer to a resume
const NO_CLOSE_FRAME = 1006;

/** A browser takes "shop.example.com/live" and undefined, too: for paths on the page's own host. */
function isAbsolute(url) {
  try {
    return Boolean(new URL(url));
  } catch {
    return false;
  }
}

/** `{socket}`, or `{code}` where the browser refuses to try. */
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
    return { code: CODES[error?.name] ?? "handshake-failed" };
  }
}

/**
 * Tries once to open `link.socket`, and lets `on` hear its events. `on.isCurrent()` is false once the attempt or its
 * connection was given up: then nothing else is called. `on.lose(code, closeCode)` gives it up.
 */
export async function shakeHands(link, { url, token, WebSocket, attempts, timers, ...on }) {
  timers.start("open", OPEN_WITHIN_MS, () =>
    on.lose(link.socket ? "handshake-failed" : "token-failed", GAVE_UP_CLOSE));
  try {
    const { bearer, code } = await nextToken(token, attempts, on.isCurrent);
    if (!on.isCurrent()) return;
    if (code) return on.lose(code);
    on.onToken(bearer);
    if (!on.isCurrent()) return; // a listener may call close()
    attempts.begun();
    const opening = openSocket(WebSocket, url, bearer);
    if (opening.code) return on.lose(opening.code);
    link.socket = opening.socket;
  } catch (error) {
    if (on.isCurrent()) console.warn("realtime: there is no token yet", error);
    return on.lose("token-failed");
  }
  listen(link, timers, on);
}

function listen(link, timers, on) {
  const { socket } = link;
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
 */
export function dropSocket(socket, closeCode) {
  socket.onopen = socket.onmessage = null;
  socket.onclose = () => { socket.onclose = socket.onerror = null; };
  if (closeCode === null) socket.onclose();
  else socket.close(closeCode);
}
