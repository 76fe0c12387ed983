// Epochs: an epoch names one life of a user's log. A restored log has another one, and its sequences
// say nothing about those of the log before.

const EPOCH = /^\S{1,64}$/;

/**
 * True for a text that is an epoch. Frames and storages may hold any other value.
 *
 * @type {(value: unknown) => value is string}
 */
export const isEpoch = (value) => typeof value === "string" && EPOCH.test(value);

/**
 * Holds events of other epochs than the page's own, until an answer says which epoch the log has. Which
 * of two epochs is the newer one cannot be seen: only an answer to a resume decides.
 */
export function createOtherEpochs() {
  /** @type {Map<string, {events: any[], isAsked: boolean}>} */
  const held = new Map(); // by epoch
  /** @type {Set<string | null>} */
  const left = new Set(); // epochs that the page left on this connection

  return {
    /** Frames of an earlier epoch can be late on one connection only: on a new one all epochs are open. */
    connected: () => left.clear(),
    /** True for an epoch that was left: its frames were on their way when the log changed. */
    wasLeft: (/** @type {string | null} */ epoch) => left.has(epoch),
    /** @type {(epoch: string, event: any) => void} */
    hold(epoch, event) {
      if (left.has(epoch)) return;
      const one = held.get(epoch) ?? { events: [], isAsked: false };
      one.events.push(event);
      held.set(epoch, one);
    },
    /** True while events are held. */
    wait: () => held.size > 0,
    /** A resume is sent: its answer decides about the epochs that are held now. */
    ask() {
      for (const one of held.values()) one.isAsked = true;
    },
    /** An answer came: drop what the resume asked about. */
    answered() {
      for (const [epoch, { isAsked }] of held) if (isAsked) held.delete(epoch);
    },
    /**
     * The page goes from one epoch to another. Answers the events that were held for it.
     *
     * @type {(from: string | null, to: string) => any[]}
     */
    change(from, to) {
      left.add(from);
      const events = held.get(to)?.events ?? [];
      held.delete(to);
      return events;
    },
  };
}
