// What the stage does with each frame of a page: API Gateway's routes, and the functions behind them.

import { MOST_MESSAGE_BYTES } from "../internal/messages.js";
import { PING, PONG, RESUME } from "../internal/protocol.js";
import { MALFORMED, TOKEN_EXPIRED } from "./resume.js";

const TOO_LARGE = 1009;
const CANNOT_ACCEPT = 1003;
export const MOST_FRAMES_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/**
 * @typedef {import("./connections.js").Connection} Connection
 * @typedef {{user: string, data: any, frame: any}} Message  `data` is the frame's; `frame` is the whole.
 * @typedef {(message: Message) => unknown} Route  What it returns is sent to nobody: answer by `push`. It may be
 *   asynchronous: its promise's rejection is its failure.
 */

/** @param {string} text @returns {any} The frame; undefined for a text that is not JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {{
 *   connections: import("./connections.js").Connections,
 *   resume: (connection: Connection, frame: any) => void,
 *   routes: Map<string, Route>, heard: (connection: Connection, frame: unknown) => void, nowMs: () => number,
 * }} options
 */
export function createFrames({ connections, resume, routes, heard, nowMs }) {
  /** @type {WeakMap<Connection, {began: number, frames: number}>} */
  const rates = new WeakMap();

  /** Counts a frame that reaches the stage's function. @param {Connection} connection */
  function isTooMany(connection) {
    const before = rates.get(connection);
    const minute = before !== undefined && nowMs() - before.began < MINUTE_MS ? before : { began: nowMs(), frames: 0 };
    minute.frames += 1;
    rates.set(connection, minute);
    return minute.frames > MOST_FRAMES_A_MINUTE;
  }

  /** @param {Connection} connection @param {any} frame */
  function resumed(connection, frame) {
    if (isTooMany(connection)) return connections.close(connection);
    if (!connections.isExpired(connection)) return resume(connection, frame);
    connection.post(TOKEN_EXPIRED);
    connections.close(connection);
  }

  /** @param {Connection} connection @param {Route} route @param {any} frame */
  function routed(connection, route, frame) {
    /** @param {unknown} error */
    function failed(error) {
      console.error(`fake server: the function of the action ${JSON.stringify(frame.action)} failed`, error);
      connection.post({ message: "Internal server error", connectionId: connection.id, requestId: "fake-request" });
    }
    try {
      Promise.resolve(route({ user: connection.user, data: frame.data, frame })).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** @param {Connection} connection @param {unknown} data */
  return function hear(connection, data) {
    if (!connections.isOpen(connection)) return;
    if (typeof data !== "string") return connections.close(connection, CANNOT_ACCEPT);
    if (new TextEncoder().encode(data).length > MOST_MESSAGE_BYTES) return connections.close(connection, TOO_LARGE);
    const frame = parsed(data);
    heard(connection, frame === undefined ? data : frame);
    connections.touch(connection);
    const action = frame?.action;
    if (action === PING) return connection.post({ type: PONG });
    if (action === RESUME) return resumed(connection, frame);
    const route = routes.get(action);
    if (route === undefined) return connection.post(MALFORMED);
    routed(connection, route, frame);
  };
}
