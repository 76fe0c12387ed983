// Keeps one WebSocket open: tokens, time limits, heartbeats, back-off. Does not look into events.

import { backoffMs, SETTLED_AFTER_MS } from "./backoff.js";
import { PING_FRAME } from "./frames.js";
import { watchPage } from "./page_wakeups.js";
import { BEARER_PREFIX, PROTOCOL } from "./protocol.js";
import { createSubscriptionProof } from "./subscription_proof.js";
import { createTimers } from "./timers.js";

export const OPEN_WITHIN_MS = 20_000; // covers the token and the handshake
export const PING_EVERY_MS = 300_000; // API Gateway closes a connection idle for ten minutes
export const PONG_WITHIN_MS = 10_000;
export const ANSWER_WITHIN_MS = 30_000; // API Gateway gives up on an answer after 29 s

export const REFRESH_EVERY = 3; // failed attempts in a row, then a new token

const NORMAL_CLOSE = 1000;
const GAVE_UP_CLOSE = 4000; // a code of our own: no pong, or no answer to a resume

const SHORTEST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60; // whatever a server says: a page must not wait without end

/**
 * Calls `onToken(token)` before each attempt, `onOpen()`, `onText(text)`, `onProve()` when the page
 * should prove its subscription, and `onState(state)`.
 * `parts` are the browser's: webSocket, page, random, setTimer, clearTimer.
 */
export function createConnection({ url, token, parts, onToken, onOpen, onText, onProve, onState }) {
  const timers = createTimers(parts.setTimer, parts.clearTimer);
  const proof = createSubscriptionProof(timers, onProve);
  const stopWatching = watchPage(parts.page, { onWake: wake, onOffline: giveUp });
  let link = null; // {socket}: the current attempt or the open connection
  let attempt = 0;
  let fresh = false; // the next attempt needs a new token
  let unopened = 0; // attempts since the last one that led to a connection
  let state = null;

  function become(next) {
    if (state === next || state === "closed") return;
    state = next;
    onState(next);
  }

  async function open() {
    const mine = { socket: null };
    link = mine;
    become(state === null ? "connecting" : "reconnecting");
    timers.start("open", OPEN_WITHIN_MS, giveUp);
    try {
      const bearer = typeof token === "function" ? await token({ fresh }) : token;
      if (mine !== link) return;
      if (!bearer) close();
      else attach(mine, bearer);
    } catch (error) {
      console.warn("realtime: no connection could be tried", error);
      lose(mine);
    }
  }

  function attach(mine, bearer) {
    onToken(bearer);
    const socket = new parts.webSocket(url, [PROTOCOL, `${BEARER_PREFIX}${bearer}`]);
    mine.socket = socket;
    const current = (handle) => (message) => mine === link && handle(message);
    unopened += 1;
    // A browser reports a refused token like any failed attempt. Where this machine's clock is wrong,
    // repeated failure is the only sign of an expired token.
    fresh = unopened % REFRESH_EVERY === 0;
    socket.onopen = current(() => {
      fresh = false;
      unopened = 0;
      timers.stop("open");
      timers.start("ping", PING_EVERY_MS, beat);
      onOpen();
    });
    socket.onmessage = current((message) => {
      timers.stop("pong"); // any message shows that the connection is alive
      onText(message.data);
    });
    socket.onclose = () => lose(mine);
    socket.onerror = () => {}; // a close always follows
  }

  function beat() {
    link.socket.send(PING_FRAME);
    timers.start("pong", PONG_WITHIN_MS, giveUp);
    timers.start("ping", PING_EVERY_MS, beat);
  }

  /** Ends an attempt or connection, once: later calls for the same one do nothing. */
  function lose(lost, code = null) {
    if (lost === null || lost !== link) return;
    link = null;
    timers.stopAll();
    if (code !== null) lost.socket?.close(code);
    become("reconnecting");
    if (state === "closed") return; // onState may call close()
    timers.start("reconnect", backoffMs(attempt, parts.random), open);
    attempt += 1;
  }

  function giveUp() {
    lose(link, GAVE_UP_CLOSE);
  }

  function wake() {
    if (timers.runs("ping")) {
      proof.wake();
      beat(); // a connection that died while the laptop slept still looks open
    } else if (timers.runs("reconnect")) {
      timers.stop("reconnect");
      open();
    }
  }

  function close() {
    if (state === "closed") return;
    const last = link;
    link = null;
    timers.stopAll();
    stopWatching();
    become("closed");
    last?.socket?.close(NORMAL_CLOSE);
  }

  return {
    open,
    close,
    isClosed: () => state === "closed",
    /** Sends a frame that needs an answer. The connection is lost unless `answered()` follows in time. */
    ask(text) {
      link.socket.send(text);
      timers.start("answer", ANSWER_WITHIN_MS, giveUp);
    },
    /** The page has all events. The back-off starts over after SETTLED_AFTER_MS without a loss. */
    answered() {
      timers.stop("answer");
      proof.proven();
      if (state !== "live") timers.start("settled", SETTLED_AFTER_MS, () => (attempt = 0));
      become("live");
    },
    /** A new event came: the server knows this connection. */
    got: proof.proven,
    /** The server says for how long an event or an answer is proof enough. */
    proveWithin: proof.within,
    /** The server refuses to answer for that many seconds: the connection is kept, then `again()`. */
    postpone(seconds, again) {
      const known = Number.isFinite(seconds) ? seconds : SHORTEST_PAUSE_SECONDS;
      const pause = Math.min(Math.max(known, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS);
      timers.stop("answer");
      timers.start("again", pause * 1000, again);
    },
    /** The server failed to answer a frame: reconnect, and ask again. */
    failed() {
      if (timers.runs("answer")) giveUp();
    },
    /** The server says that the token has expired: reconnect with a new one. */
    expired() {
      fresh = true;
      lose(link, NORMAL_CLOSE);
    },
  };
}
