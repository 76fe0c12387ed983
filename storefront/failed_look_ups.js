// The orders that were asked for in vain, until the shop has answered.

import { createSeldom } from "./seldom.js";

/** Look-ups that failed are repeated once the shop answers. Answers come in bursts. */
export const REPEAT_EVERY_MS = 30_000;

const isFailure = ({ status, reason }) => status === "rejected" && reason.status !== 404; // it has no such order

/** `say` is the status line's. */
export function createFailedLookUps({ say, now }) {
  const unanswered = new Set();
  const seldom = createSeldom(REPEAT_EVERY_MS, now);
  let takeBack = () => {};

  return {
    /**
     * The outcomes of look-ups, of Promise.allSettled. Says once that some failed: a repetition would push
     * aside other words.
     */
    note(orderIds, outcomes) {
      const failed = orderIds.filter((_, index) => isFailure(outcomes[index]));
      const isNews = failed.some((orderId) => !unanswered.has(orderId));
      for (const orderId of orderIds) unanswered.delete(orderId);
      for (const orderId of failed) unanswered.add(orderId);
      const why = outcomes.find(isFailure)?.reason.message;
      if (isNews) takeBack = say(`Some orders could not be looked up. ${why}`, true);
      else if (unanswered.size === 0) takeBack();
    },
    /** The shop answers: calls `lookUp(orderIds)` with those that failed, if there are any. */
    repeat(lookUp) {
      if (unanswered.size > 0) seldom(() => lookUp([...unanswered]));
    },
  };
}
