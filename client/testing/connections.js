// The open connections of all users, and the limits of API Gateway and of the stage.

import { CONNECTION_LIMIT, ERROR } from "../internal/protocol.js";
import { NO_CLOSE_FRAME } from "../internal/web_socket.js";
import { CLOCK_SKEW_SECONDS } from "./tokens.js";

export const NORMAL_CLOSE = 1000;
const GOING_AWAY = 1001;
export const TOO_MANY = {
  type: ERROR,
  code: CONNECTION_LIMIT,
  message: "Too many connections of this user are open: the oldest is closed.",
};

/**
 * @typedef {import("./web_socket.js").PageEnd} PageEnd
 * @typedef {import("./line.js").Line} Line
 *
 * @typedef {object} Connection
 * @property {string} id
 * @property {string} user
 * @property {number} openedAt  By the server's clock, in Unix milliseconds.
 * @property {import("./tokens.js").Known} token
 * @property {(frame: object) => void} post
 * @property {Line} line
 * @property {PageEnd} page
 * @property {number | null} idle  The timer that ends it when nothing is said.
 * @property {number | null} end  The timer of its longest life.
 *
 * @typedef {ReturnType<typeof createConnections>} Connections
 */

/**
 * @param {{
 *   time: import("./simulated_time.js").SimulatedTime, nowMs: () => number,
 *   mostPerUser: number, idleSeconds: number, longestSeconds: number,
 * }} options
 */
export function createConnections({ time, nowMs, mostPerUser, idleSeconds, longestSeconds }) {
  /** @type {Set<Connection>} Oldest first. */
  const open = new Set();
  let number = 0;

  /** @param {string} [user] */
  const of = (user) => [...open].filter((one) => user === undefined || one.user === user);

  /** @param {number | null} timer */
  const stop = (timer) => timer === null || time.clearTimer(timer);

  /** @param {() => void} act @param {number} seconds */
  const after = (act, seconds) => (Number.isFinite(seconds) ? time.setTimer(act, seconds * 1000) : null);

  /** @param {Connection} connection */
  function gone(connection) {
    open.delete(connection);
    stop(connection.idle);
    stop(connection.end);
  }

  /** @param {Connection} connection @param {number} [code] @param {string} [reason] */
  function close(connection, code = NORMAL_CLOSE, reason = "") {
    if (!open.has(connection)) return;
    gone(connection);
    connection.page.end(code, reason);
  }

  /** Something was said: API Gateway counts the idle time anew. @param {Connection} connection */
  function touch(connection) {
    if (!open.has(connection)) return;
    stop(connection.idle);
    connection.idle = after(() => close(connection, GOING_AWAY, "Going away"), idleSeconds);
  }

  /** @param {Connection} connection @param {object} frame */
  function post(connection, frame) {
    if (!open.has(connection)) return;
    touch(connection);
    connection.page.post(JSON.stringify(frame));
  }

  return {
    of,
    close,
    touch,
    gone,
    /** @param {Connection} connection */
    isOpen: (connection) => open.has(connection),
    /** @param {Connection} connection Nothing may be sent to it any more. */
    isExpired: ({ token }) => token.expiresAt + CLOCK_SKEW_SECONDS <= Math.floor(nowMs() / 1000),
    /** Makes room for a new connection of the user, then has it. @param {import("./tokens.js").Known} token @param {Line} line @param {PageEnd} page */
    admit(token, line, page) {
      const others = of(token.user);
      for (const oldest of others.slice(0, Math.max(0, others.length + 1 - mostPerUser))) {
        post(oldest, TOO_MANY);
        close(oldest);
      }
      number += 1;
      /** @type {Connection} */
      const made = {
        id: `connection-${number}`, user: token.user, openedAt: nowMs(), token: { ...token }, line, page,
        post: (frame) => post(made, frame), idle: null, end: null,
      };
      open.add(made);
      made.end = after(() => close(made, GOING_AWAY, "Going away"), longestSeconds);
      touch(made);
      return made;
    },
    /** The line breaks: neither end says a close frame. @param {Connection} connection */
    drop(connection) {
      connection.line.cut();
      close(connection, NO_CLOSE_FRAME);
    },
  };
}
