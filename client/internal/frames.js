// Reads the frames of a server, and writes those of a client.

import { isEpoch } from "./epochs.js";
import { ERROR, PING, PONG, RESUME, RESUMED } from "./protocol.js";
import { isSequence } from "./sequence_numbers.js";

const KINDS = new Map([[RESUMED, "resumed"], [PONG, "pong"], [ERROR, "error"]]);

/**
 * `{kind, frame}` of a frame's text; null for a text that is not a frame of the protocol.
 *
 * @type {(text: string) => {kind: string, frame: any} | null}
 */
export function readFrame(text) {
  let frame;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (frame?.specversion === "1.0" && isSequence(frame.sequence)) return { kind: "event", frame };
  // API Gateway itself sends this when its integration did not answer a frame.
  if (frame?.type === undefined && frame?.connectionId && frame.message) return { kind: "failure", frame };
  const kind = KINDS.get(frame?.type);
  return kind ? { kind, frame } : null;
}

/**
 * The epoch of an event or of an answer; null from a server that has none.
 *
 * @type {(frame: {epoch?: unknown}) => string | null}
 */
export const epochOf = (frame) => (isEpoch(frame.epoch) ? frame.epoch : null);

/**
 * `after` null asks for the whole replay window, of whichever epoch.
 *
 * @type {(after: string | null, epoch: string | null) => string}
 */
export function resumeFrame(after, epoch) {
  if (after === null) return JSON.stringify({ action: RESUME });
  return JSON.stringify({ action: RESUME, after, epoch: epoch ?? undefined });
}

export const PING_FRAME = JSON.stringify({ action: PING });
