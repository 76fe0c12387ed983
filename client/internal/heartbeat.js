// Pings: they keep an idle line open, and find a connection that is dead but looks open.

import { PING_FRAME } from "./frames.js";

export const PONG_WITHIN_MS = 10_000;

/**
 * `timers` are those of the connection, which stops them when it is lost. `send(text)` sends a frame;
 * `onSilence()` is called when nothing comes back.
 *
 * @param {{timers: import("./timers.js").Timers, patience: import("./line_patience.js").LinePatience,
 *   send: (text: string) => void, onSilence: () => void}} parts
 */
export function createHeartbeat({ timers, patience, send, onSilence }) {
  function beat() {
    send(PING_FRAME);
    // Not anew: a page that is looked at every few seconds would wait for its first pong for ever.
    if (!timers.runs("pong")) timers.start("pong", PONG_WITHIN_MS, onSilence);
    timers.start("ping", patience.pingEveryMs(), beat);
  }

  return {
    start: () => timers.start("ping", patience.pingEveryMs(), beat),
    beat,
    /** Any frame shows that the connection is alive. What the page sends shows nothing. */
    received: () => timers.stop("pong"),
  };
}
