// The messages of a page to a team's own routes.

import { shown } from "./options.js";
import { PING, RESUME } from "./protocol.js";

/** API Gateway counts a frame up to this size as one, and closes the connection above it. */
export const MOST_MESSAGE_BYTES = 32_768;

/** What the notifier's `routes` take. components/realtime_notifier/route_actions.py has the same; a test compares. */
export const ACTION = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;

/** @param {unknown} action */
function checkAction(action) {
  if (action === RESUME || action === PING) {
    throw new TypeError(`send: the action ${shown(action)} is the client's own; choose another`);
  }
  if (typeof action === "string" && ACTION.test(action)) return;
  throw new TypeError(
    "send: an action must begin with a letter and have letters, digits, '_', '.' and '-', 40 at most, as the"
    + ` notifier's routes do, got ${shown(action)}`,
  );
}

/**
 * The text of a frame; throws TypeError or RangeError for what no route could get.
 *
 * @type {(action: string, data: unknown) => string}
 */
export function messageFrame(action, data) {
  checkAction(action);
  let said;
  try {
    said = JSON.stringify({ action, data });
  } catch (error) {
    throw new TypeError(`send: the data of ${shown(action)} cannot be said in JSON: ${/** @type {any} */ (error)?.message}`, { cause: error });
  }
  if (data !== undefined && JSON.stringify(data) === undefined) {
    throw new TypeError(`send: the data of ${shown(action)} cannot be said in JSON, got ${shown(data)}`);
  }
  const bytes = new TextEncoder().encode(said).length;
  if (bytes > MOST_MESSAGE_BYTES) {
    throw new RangeError(`send: the message must have at most ${MOST_MESSAGE_BYTES} bytes, ${shown(action)} has ${bytes}`);
  }
  return said;
}
