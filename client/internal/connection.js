// Keeps one WebSocket open: tokens, time limits, heartbeats, back-off. Knows nothing of events.

import { backoffMs, SETTLED_AFTER_MS } from "./backoff.js";
import { PING_FRAME } from "./frames.js";
import { createTimers } from "./timers.js";
import { watchPage } from "./page_wakeups.js";

export const PROTOCOL = "realtime.v1";
export const OPEN_WITHIN_MS = 20_000; // the token and the handshake
export const PING_EVERY_MS = 300_000; // API Gateway closes a connection idle for ten minutes
export const PONG_WITHIN_MS = 10_000;
export const ANSWER_WITHIN_MS = 30_000; // API Gateway ends what answers a frame after 29 s

export const REFRESH_EVERY = 3; // attempts that did not lead to a connection

const NORMAL_CLOSE = 1000;
const GAVE_UP_CLOSE = 4000; // ours: no pong, or no answer to what was asked

/**
 * `onToken(token)` before each attempt, `onOpen()`, `onText(text)`, `onState(state)`.
 * `parts` are the browser's: webSocket, page, random, setTimer, clearTimer.
 */
export function createConnection({ url, token, parts, onToken, onOpen, onText, onState }) {
  const timers = createTimers(parts.setTimer, parts.clearTimer);
  const stopWatching = watchPage(parts.page, { onWake: wake, onOffline: giveUp });
  let link = null; // {socket}: the attempt under way, or the open connection
  let attempt = 0;
  let fresh = false; // the server called the last token expired, or seems to
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
    const socket = new parts.webSocket(url, [PROTOCOL, `bearer.${bearer}`]);
    mine.socket = socket;
    const current = (handle) => (message) => mine === link && handle(message);
    unopened += 1;
    // A refused token looks like any failed attempt; where the clock is wrong nothing else tells.
    fresh = unopened % REFRESH_EVERY === 0;
    socket.onopen = current(() => {
      fresh = false;
      unopened = 0;
      timers.stop("open");
      timers.start("ping", PING_EVERY_MS, beat);
      onOpen();
    });
    socket.onmessage = current((message) => {
      timers.stop("pong"); // whatever it says, the connection is alive
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

  /** Once per attempt, by its close or by our giving up on it; later calls do nothing. */
  function lose(lost, code = null) {
    if (lost === null || lost !== link) return;
    link = null;
    timers.stopAll();
    if (code !== null) lost.socket?.close(code);
    become("reconnecting");
    if (state === "closed") return; // by the page, from inside onState
    timers.start("reconnect", backoffMs(attempt, parts.random), open);
    attempt += 1;
  }

  function giveUp() {
    lose(link, GAVE_UP_CLOSE);
  }

  function wake() {
    if (timers.runs("ping")) {
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
    /** Sends what must be answered: `answered()` has to follow in time. */
    ask(text) {
      link.socket.send(text);
      timers.start("answer", ANSWER_WITHIN_MS, giveUp);
    },
    /** The page has everything. The back-off starts over once this stayed so for a while. */
    answered() {
      timers.stop("answer");
      if (state !== "live") timers.start("settled", SETTLED_AFTER_MS, () => (attempt = 0));
      become("live");
    },
    /** What was asked failed at the server: come back, and ask again. */
    failed() {
      if (timers.runs("answer")) giveUp();
    },
    /** The server calls the token expired: come back with another one. */
    expired() {
      fresh = true;
      lose(link, NORMAL_CLOSE);
    },
  };
}
