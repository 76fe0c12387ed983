// Who listens to events: to all of them, or to those of one type.

import { createListeners } from "./listeners.js";
import { checkedListener, shown } from "./options.js";

const REMEDY = "realtime: an event came, and nobody listens: it counts as handed over. Call connection.subscribe(…) in"
  + " the task that calls connect(…): no event comes before its end.";

/** Of so many types the console says that nobody takes them. */
export const MOST_TYPES = 20;

/** @param {string} type */
const missed = (type) => `realtime: an event of the type ${shown(type)} came, and no listener takes it: it counts as handed`
  + " over. Subscribe to every type in the task that calls connect(…).";

export function createEventListeners() {
  const listeners = createListeners("an event");
  let isWarned = false;
  /** @type {Set<string>} */
  const warned = new Set();

  /** An event comes that nobody takes: warns of it, once. @param {string} type */
  function warn(type) {
    if (listeners.isEmpty()) {
      if (!isWarned) console.warn(REMEDY);
      isWarned = true;
    } else if (!warned.has(type) && warned.size < MOST_TYPES) {
      warned.add(type);
      console.warn(missed(type));
    }
  }

  return {
    /**
     * `subscribe(listener, {signal})`, or `subscribe(type, listener, {signal})`.
     *
     * @param {any[]} given
     */
    subscribe(...given) {
      const [topic, listener, options] = typeof given[0] === "function" ? [null, ...given] : given;
      if (topic !== null && (typeof topic !== "string" || topic === "")) {
        throw new TypeError(`subscribe: the type of the events must be a text that is not empty, got ${shown(topic)}`);
      }
      const signal = checkedListener("subscribe", listener, options);
      return listeners.add(listener, { signal, topic });
    },
    /**
     * `isWanted()` false ends it: no listener gets the event any more.
     *
     * @type {(event: import("./interface.js").RealtimeEvent, isWanted: () => boolean) => void}
     */
    hand(event, isWanted) {
      if (!listeners.take(event.type)) warn(event.type);
      listeners.tell(event, { isFor: (topic) => isWanted() && (topic === null || topic === event.type) });
    },
    clear: listeners.clear,
  };
}
