// Keeps one WebSocket open: tokens, time limits, heartbeats, back-off. Does not look into events.

import { createAnswers } from "./answers.js";
import { createAttempts } from "./attempts.js";
import { causeOf, FOCUS, RETRY } from "./causes.js";
import { nextToken, openSocket } from "./handshake.js";
import { createHeartbeat } from "./heartbeat.js";
import { createLinePatience } from "./line_patience.js";
import { watchPage } from "./page_wakeups.js";
import { EXPIRED } from "./protocol.js";
import { createSubscriptionProof } from "./subscription_proof.js";
import { createTimers } from "./timers.js";

export const OPEN_WITHIN_MS = 20_000; // covers the token and the handshake

const NORMAL_CLOSE = 1000;
const GAVE_UP_CLOSE = 4000; // a code of our own: no pong, or no answer to a resume
const NO_CLOSE_FRAME = 1006;

/**
 * Calls `onToken(token)` before each attempt, `onOpen()`, `onText(text)`, `onProve()` when the page
 * should prove its subscription, and `onState(state, {code, reason})`.
 * `parts` are the browser's: webSocket, page, random, now, setTimer, clearTimer.
 */
export function createConnection({
  url, token, pingEverySeconds, parts, onToken, onOpen, onText, onProve, onState,
}) {
  const isFixedToken = typeof token !== "function";
  const timers = createTimers(parts.setTimer, parts.clearTimer);
  const attempts = createAttempts({ random: parts.random, now: parts.now });
  const patience = createLinePatience({ now: parts.now, longestSeconds: pingEverySeconds });
  const proof = createSubscriptionProof(timers, onProve);
  const heartbeat = createHeartbeat({ timers, patience, send, onSilence: silent });
  const answers = createAnswers({ timers, onNone: () => lose(link, "no-answer", GAVE_UP_CLOSE) });
  const stopWatching = watchPage(parts.page, {
    onWake: wake,
    onOffline: offline,
    onNewNetwork() {
      attempts.forget();
      patience.forget();
    },
  });
  let link = null; // {socket, isOpen}: the current attempt or the open connection
  let cause = null; // the row of causes.js that the page was told last

  const isClosed = () => cause?.state === "closed";
  const isOffline = () => parts.page?.navigator?.onLine === false;

  function become(code) {
    if (isClosed() || cause?.code === code) return;
    cause = causeOf(code, { isFixedToken });
    onState(cause.state, { code, reason: cause.reason });
  }

  async function open(kind = null) {
    const mine = { socket: null, isOpen: false };
    link = mine;
    if (cause === null) become("connecting");
    else if (kind === RETRY || cause.state === "paused") become("retrying");
    if (mine !== link) return; // onState may call close()
    timers.start("open", OPEN_WITHIN_MS, () =>
      lose(mine, mine.socket ? "handshake-failed" : "token-failed", GAVE_UP_CLOSE));
    try {
      const { bearer, code } = await nextToken(token, attempts);
      if (mine !== link) return;
      if (code) leave(code);
      else attach(mine, bearer);
    } catch (error) {
      console.warn("realtime: there is no token yet", error);
      lose(mine, "token-failed");
    }
  }

  function attach(mine, bearer) {
    onToken(bearer);
    attempts.begun();
    const { socket, code } = openSocket(parts.webSocket, url, bearer);
    if (code) return lose(mine, code);
    mine.socket = socket;
    const current = (handle) => (message) => mine === link && handle(message);
    socket.onopen = current(() => {
      mine.isOpen = true;
      timers.stop("open");
      attempts.opened();
      patience.opened();
      heartbeat.start();
      onOpen();
    });
    socket.onmessage = current((message) => {
      patience.received();
      heartbeat.received();
      onText(message.data);
    });
    socket.onclose = current((event) => {
      // A server that ends a connection says so by a close frame. Few lines do.
      const hasCloseFrame = event.code !== NO_CLOSE_FRAME;
      const isOfLine = mine.isOpen && patience.ended({ hasCloseFrame });
      if (hasCloseFrame && !isOfLine) attempts.closedByServer();
      lose(mine, mine.isOpen ? "connection-lost" : "handshake-failed");
    });
    socket.onerror = () => {}; // a close always follows
  }

  function send(text) {
    patience.sent();
    link.socket.send(text);
  }

  function silent() {
    patience.silent();
    lose(link, "no-pong", GAVE_UP_CLOSE);
  }

  /** Ends an attempt or connection, once: later calls for the same one do nothing. */
  function lose(lost, code, closeCode = null) {
    if (lost === null || lost !== link) return;
    leave(code, closeCode);
  }

  /** The code for the page, where the attempt or connection ended by `code`. */
  function told(code) {
    const { isOfLine, mayLast } = causeOf(code, { isFixedToken });
    if (isOfLine && isOffline()) return "offline";
    return (mayLast && attempts.lasting()) || code;
  }

  /** Goes on as the code's row says. */
  function leave(code, closeCode = null) {
    if (isClosed()) return;
    const left = link;
    link = null;
    timers.stopAll();
    if (closeCode !== null) left?.socket?.close(closeCode);
    become(told(code));
    if (isClosed()) stopWatching();
    if (cause.longestWaitMs === null || link !== null) return; // onState may call close() or retry()
    timers.start("reconnect", attempts.waitMs(cause.longestWaitMs), open);
  }

  function offline() {
    if (link !== null) leave("offline", GAVE_UP_CLOSE);
    else if (cause.longestWaitMs !== null) become("offline"); // the next attempt is due as before
  }

  function wake(kind) {
    if (link === null && cause.wakes.includes(kind)) {
      timers.stop("reconnect");
      open(kind);
    } else if (link?.isOpen && kind !== FOCUS) {
      proof.wake();
      heartbeat.beat(); // a connection that died while the laptop slept still looks open
    }
  }

  return {
    open,
    isClosed,
    close: () => leave("closed-by-page", NORMAL_CLOSE),
    retry: () => wake(RETRY),
    /** The server ends this connection, or the page must not go on: `code` says why. */
    leave: (code) => leave(code, NORMAL_CLOSE),
    /** Sends a frame that needs an answer. The connection is lost unless `answered()` follows in time. */
    ask(text) {
      send(text);
      answers.wait();
    },
    /** The page has all events. */
    answered() {
      answers.came();
      proof.proven();
      attempts.live();
      become("live");
    },
    /** A new event came: the server knows this connection. */
    got: proof.proven,
    /** The server says for how long an event or an answer is proof enough. */
    proveWithin: proof.within,
    /** The server refuses to answer yet. */
    postpone: answers.postpone,
    /** The server failed to answer a frame: reconnect, and ask again. */
    failed() {
      if (answers.isDue()) leave("server-failed", GAVE_UP_CLOSE);
    },
    /** The server says that the token has expired: reconnect with a new one. */
    expired() {
      attempts.needFresh();
      leave(EXPIRED, NORMAL_CLOSE);
    },
  };
}
