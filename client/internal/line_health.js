// Whether the open connection is alive, and hears everything: pings, answers to resumes, proofs of the subscription.

import { createAnswers } from "./answers.js";
import { createHeartbeat } from "./heartbeat.js";
import { createLinePatience } from "./line_patience.js";
import { createSubscriptionProof } from "./subscription_proof.js";

/**
 * `timers` are those of the connection, which stops them when it is lost. `send(text)` sends a frame, `onProve()` is
 * called when the page should prove its subscription, `onDead(code)` when the connection is dead.
 *
 * @param {{
 *   timers: import("./timers.js").Timers,
 *   now: () => number,
 *   random: () => number,
 *   pingEverySeconds: number,
 *   send: (text: string) => void,
 *   onProve: () => void,
 *   onDead: (code: string) => void,
 * }} parts
 */
export function createLineHealth({ timers, now, random, pingEverySeconds, send, onProve, onDead }) {
  const patience = createLinePatience({ now, longestSeconds: pingEverySeconds });
  const proof = createSubscriptionProof(timers, onProve);
  const answers = createAnswers({ timers, random, onNone: onDead });
  const heartbeat = createHeartbeat({
    timers, patience, send,
    onSilence() {
      patience.silent();
      onDead("no-pong");
    },
  });

  return {
    opened() {
      patience.opened();
      answers.served();
      heartbeat.start();
    },
    sent: patience.sent,
    received() {
      patience.received();
      heartbeat.received();
    },
    /** The connection was ended. True where the line's patience explains it. */
    ended: patience.ended,
    /** Another network: what was learned of the last one says nothing. */
    forget: patience.forget,
    /** A resume was sent: without an answer in time the connection is dead. */
    waitForAnswer: answers.wait,
    /** The server failed to answer a frame: a resume is sent again, some times. */
    failed: answers.failed,
    /** The server refuses to answer yet. */
    postpone: answers.postpone,
    answered() {
      answers.came();
      proof.proven();
    },
    /** A new event came: the server knows this connection. */
    got: proof.proven,
    /** A resume was served: for so long an event or an answer is proof enough. @param {number} [seconds] */
    served(seconds) {
      answers.served();
      proof.within(seconds);
    },
    /** A connection that died while the laptop slept still looks open. */
    wake() {
      proof.wake();
      heartbeat.beat();
    },
  };
}
