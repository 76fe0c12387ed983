// One handshake: what a browser takes, and what its refusals mean.

import { BEARER_PREFIX, PROTOCOL } from "./protocol.js";

/** RFC 7230, 3.2.6: the characters of a token. A subprotocol must be one. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const canBeSent = (bearer) => typeof bearer === "string" && TOKEN.test(bearer);

/**
 * The page's token: `{bearer}`, or `{code}` where there is none that could be sent. `token` is the page's
 * text or function; a function is asked for a fresh token, once, in place of one that is malformed.
 */
export async function nextToken(token, attempts) {
  const isFunction = typeof token === "function";
  const ask = async () => (isFunction ? await token({ fresh: attempts.needsFresh() }) : token);
  let bearer = await ask();
  if (bearer && !canBeSent(bearer) && isFunction && !attempts.needsFresh()) {
    attempts.needFresh();
    bearer = await ask();
  }
  if (!bearer) return { code: "signed-out" };
  return canBeSent(bearer) ? { bearer } : { code: "bad-token" };
}

/** Names of the exceptions that the constructor throws. The subprotocols are right: the url is not. */
const CODES = { SyntaxError: "bad-address", SecurityError: "blocked" };
const CLOSED = 3;

/** A browser takes "shop.example.com/live" and undefined, too: for paths on the page's own host. */
function isAbsolute(url) {
  try {
    return Boolean(new URL(url));
  } catch {
    return false;
  }
}

/** `{socket}`, or `{code}` where the browser refuses to try. */
export function openSocket(WebSocket, url, bearer) {
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
