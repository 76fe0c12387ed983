// What travels on a realtime.v1 connection, in and out.

import { isSequence } from "./sequence_numbers.js";

/** `{kind, frame}` of a frame's text; null for what is none of the protocol. */
export function readFrame(text) {
  let frame;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (frame?.specversion === "1.0" && isSequence(frame.sequence)) return { kind: "event", frame };
  // API Gateway's own word for a frame that its integration did not answer.
  if (frame?.type === undefined && frame?.connectionId && frame.message) return { kind: "failure", frame };
  const kinds = { "realtime.resumed": "resumed", "realtime.pong": "pong", "realtime.error": "error" };
  return Object.hasOwn(kinds, frame?.type ?? "") ? { kind: kinds[frame.type], frame } : null;
}

export const resumeFrame = (after) =>
  JSON.stringify(after === null ? { action: "resume" } : { action: "resume", after });

export const PING_FRAME = JSON.stringify({ action: "ping" });
