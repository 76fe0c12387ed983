// Keeps one WebSocket open: tokens, time limits, heartbeats, back-off. Does not look into events.

import { createAttempts } from "./attempts.js";
import { CONNECTION_RENEWED, FOCUS, RETRY, SIGNED_OUT, TOKEN_RENEWED, USER_CHANGED } from "./causes.js";
import { aheadMs, CONNECTION_LIFE_MS } from "./early_leave.js";
import { dropSocket, GAVE_UP_CLOSE, shakeHands } from "./handshake.js";
import { createLineHealth } from "./line_health.js";
import { watchPage } from "./page_wakeups.js";
import { EXPIRED } from "./protocol.js";
import { createState } from "./state.js";
import { createTimers } from "./timers.js";
import { createTokenRenewal } from "./token_renewal.js";

const NORMAL_CLOSE = 1000;
const CLOSING = 2; // and 3, closed: the browser throws away what is sent, and the close event is still to come

/** @typedef {ReturnType<typeof createConnection>} Socketed */

/**
 * Calls `onToken(token)` before each attempt, which answers whether it is another user's, `onOpen()`, `onText(text)`, `onProve()` when the page
 * should prove its subscription, and `onState({state, code, reason, previous})`.
 * `parts` are the browser's.
 *
 * @param {{
 *   url: string,
 *   token: import("./handshake.js").Token,
 *   pingEverySeconds: number,
 *   parts: import("./environment.js").Parts,
 *   onToken: (bearer: string) => boolean,
 *   onOpen: () => void,
 *   onText: (text: string) => void,
 *   onProve: () => void,
 *   onState: (change: import("./interface.js").StateChange) => void,
 * }} given
 */
export function createConnection({
  url, token, pingEverySeconds, parts, onToken, onOpen, onText, onProve, onState,
}) {
  const timers = createTimers(parts.setTimer, parts.clearTimer);
  const attempts = createAttempts({ random: parts.random, now: parts.now });
  const state = createState({ page: parts.page, attempts, isFixedToken: typeof token !== "function", onState });
  const health = createLineHealth({
    timers, now: parts.now, random: parts.random, pingEverySeconds, send, onProve, onDead: (code) => leave(code, GAVE_UP_CLOSE),
  });
  const renewal = createTokenRenewal({
    token, timers, random: parts.random, now: parts.now,
    current: () => link,
    renewed: (bearer) => anew({ code: TOKEN_RENEWED, given: bearer }),
    signedOut: () => leave(SIGNED_OUT, NORMAL_CLOSE),
  });
  const stopWatching = watchPage(parts.page, {
    onWake: wake,
    onOffline: offline,
    onNewNetwork() {
      attempts.forget();
      health.forget();
    },
  });
  let link = /** @type {import("./handshake.js").Link | null} */ (null); // the current attempt or the open connection
  let isStarted = false;

  /**
   * Begins an attempt; `code` is what the page is told of it. `given` is a token that need not be asked for.
   *
   * @param {{code?: string | null, given?: import("./handshake.js").Token}} attempt
   */
  function open({ code = null, given = token } = {}) {
    const mine = { socket: null, isOpen: false };
    link = mine;
    if (code !== null) state.become(code);
    if (mine !== link) return; // a listener may call close()
    shakeHands(mine, {
      url, token: given, WebSocket: parts.WebSocket, attempts, timers,
      isCurrent: () => mine === link,
      lose: (lost, closeCode) => lose(mine, lost, closeCode),
      onToken(bearer) {
        renewal.received(bearer);
        if (onToken(bearer)) attempts.begin();
        if (state.cause().code === SIGNED_OUT) state.become("retrying");
      },
      onOpen() {
        attempts.opened();
        health.opened();
        renewal.start();
        timers.start("life", CONNECTION_LIFE_MS - aheadMs(CONNECTION_LIFE_MS, parts.random),
          () => anew({ code: CONNECTION_RENEWED }));
        onOpen();
      },
      onText(text) {
        health.received();
        onText(text);
      },
      /** A server that ends a connection says so by a close frame. Few lines do. */
      onClose({ hasCloseFrame }) {
        const isOfLine = mine.isOpen && health.ended({ hasCloseFrame });
        if (hasCloseFrame && !isOfLine) attempts.closedByServer();
      },
    });
  }

  /** @param {string} text */
  function send(text) {
    health.sent();
    link?.socket.send(text);
  }

  /** @param {number | null} closeCode */
  function drop(closeCode) {
    const left = link;
    link = null;
    timers.stopAll();
    if (left?.socket) dropSocket(left.socket, closeCode);
  }

  /**
   * Ends an attempt or connection, once: later calls for the same one do nothing.
   *
   * @type {(lost: typeof link, code: string, closeCode?: number | null) => void}
   */
  function lose(lost, code, closeCode = null) {
    if (lost !== null && lost === link) leave(code, closeCode);
  }

  /** Goes on as the code's row says. @type {(code: string, closeCode?: number | null) => void} */
  function leave(code, closeCode = null) {
    if (state.isClosed()) return;
    drop(closeCode);
    state.ended(code);
    if (state.isClosed()) stopWatching();
    const { longestWaitMs } = state.cause();
    if (longestWaitMs === null || link !== null) return; // a listener may call close() or retry()
    timers.start("reconnect", attempts.waitMs(longestWaitMs), () => open());
  }

  /** Begins another attempt at once, in place of what there is. @param {Parameters<typeof open>[0]} attempt */
  function anew(attempt) {
    drop(NORMAL_CLOSE);
    open(attempt);
  }

  function offline() {
    if (link !== null) leave("offline", GAVE_UP_CLOSE);
    else if (state.cause().longestWaitMs !== null) state.become("offline"); // the next attempt is due as before
  }

  /** @param {string} kind */
  function wake(kind) {
    const { code, state: before, wakes } = state.cause();
    if (link === null && wakes.includes(kind)) {
      timers.stop("reconnect");
      // A look at a page where nobody is signed in is told once somebody is.
      const isTold = kind === RETRY || (before === "paused" && code !== SIGNED_OUT);
      open({ code: isTold ? "retrying" : null });
    } else if (link?.isOpen && kind !== FOCUS) {
      health.wake();
    }
  }

  return {
    /** The first attempt. */
    start() {
      if (isStarted || state.isClosed()) return;
      isStarted = true;
      open();
    },
    cause: state.cause,
    isClosed: state.isClosed,
    close: () => leave("closed-by-page", NORMAL_CLOSE),
    retry: () => wake(RETRY),
    /** The connection so far may be another user's. Its history of failures stays until a token names him. */
    userChanged() {
      if (!isStarted || state.isClosed()) return;
      attempts.needNoFresh();
      anew({ code: USER_CHANGED });
    },
    canSend: () => Boolean(link?.isOpen) && !(link?.socket.readyState >= CLOSING),
    send,
    /** The server ends this connection, or the page must not go on: `code` says why. */
    leave: (/** @type {string} */ code) => leave(code, NORMAL_CLOSE),
    /** Sends a frame that needs an answer. The connection is lost unless `answered()` follows in time. @param {string} text */
    ask(text) {
      send(text);
      health.waitForAnswer();
    },
    /** The page has all events. */
    answered() {
      health.answered();
      attempts.live();
      state.become("live");
    },
    got: health.got,
    served: health.served,
    postpone: health.postpone,
    failed: health.failed,
    /** The server says that the token has expired: reconnect with a new one. */
    expired() {
      attempts.needFresh();
      leave(EXPIRED, NORMAL_CLOSE);
    },
  };
}
