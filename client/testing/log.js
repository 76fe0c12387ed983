// One user's replay log: events numbered 1, 2, 3 …, each for the replay window.

import { contentOf, identityOf, numbered } from "./events.js";

/**
 * @typedef {import("./events.js").StoredEvent} StoredEvent
 * @typedef {import("./events.js").PostedEvent} PostedEvent
 * @typedef {{event: StoredEvent, leavesAt: number}} Entry  `leavesAt` in seconds.
 * @typedef {ReturnType<typeof createLog>} Log
 */

/** @param {{windowSeconds: number, nextEpoch: () => string}} options */
export function createLog({ windowSeconds, nextEpoch }) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Map<string, number>} Numbers by the events' identities. */
  const numbers = new Map();
  let epoch = nextEpoch();

  /** @param {StoredEvent} event @returns {PostedEvent} */
  const posted = (event) => ({ ...event, epoch });

  /** @param {Omit<StoredEvent, "sequence">} event */
  function stored(event) {
    const number = numbers.get(identityOf(event));
    if (number === undefined) return null;
    const known = entries[number - 1].event;
    if (contentOf(known) === contentOf(event)) return known;
    throw new Error(`fake server: push: event ${JSON.stringify(event.id)} of source ${JSON.stringify(event.source)} is`
      + ` stored with another type, subject or data, as sequence ${number}; give a new event another id`);
  }

  return {
    epoch: () => epoch,
    /** The number of the newest event, also of one that has left the window; 0 for none. */
    head: () => entries.length,
    /**
     * Numbers and stores the event. The same event again stores nothing.
     *
     * @param {Omit<StoredEvent, "sequence">} event @param {number} nowSeconds
     */
    append(event, nowSeconds) {
      const known = stored(event);
      if (known !== null) return posted(known);
      const made = numbered(event, entries.length + 1);
      entries.push({ event: made, leavesAt: nowSeconds + windowSeconds });
      numbers.set(identityOf(made), entries.length);
      return posted(made);
    },
    /** The events after that number which the window still has, `most` at most. @param {number} after @param {number} nowSeconds @param {number} most */
    after: (after, nowSeconds, most) => entries.slice(after)
      .filter(({ leavesAt }) => leavesAt > nowSeconds)
      .slice(0, most)
      .map(({ event }) => ({ number: Number(event.sequence), frame: posted(event) })),
    /** The events up to that number leave the window now. @param {number} through */
    forget(through) {
      for (const entry of entries.slice(0, through)) entry.leavesAt = 0;
    },
    /** The log as it was before the last `lost` events, with another epoch. @param {number} lost */
    restore(lost) {
      for (const { event } of entries.splice(entries.length - lost, lost)) numbers.delete(identityOf(event));
      epoch = nextEpoch();
    },
  };
}
