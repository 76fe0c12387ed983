// The page's listeners of one kind: each is told in the order in which it came, and can end at any moment.

/**
 * @typedef {object} Entry
 * @property {(said: any) => unknown} listener
 * @property {string | null} topic
 * @property {import("./interface.js").Signal | undefined} signal
 * @property {() => void} end
 *
 * @typedef {{isFor?: (topic: string | null) => boolean, isLast?: boolean}} Telling
 */

/**
 * `what` names the listeners in the log, such as "an event".
 *
 * @param {string} what
 */
export function createListeners(what) {
  /** @type {Set<Entry>} */
  const entries = new Set();
  /** @type {({said: any} & Required<Telling>)[]} */
  const waiting = []; // what comes up while the listeners are told of something else
  let isTelling = false;
  let isOver = false;

  /** @param {Entry} entry */
  function remove(entry) {
    entries.delete(entry);
    entry.signal?.removeEventListener("abort", entry.end);
  }

  function clear() {
    isOver = true;
    for (const entry of [...entries]) remove(entry);
  }

  /**
   * An error of a listener, also in a promise, is logged and stops nothing.
   *
   * @type {(listener: Entry["listener"], said: any) => void}
   */
  function call(listener, said) {
    const log = (/** @type {unknown} */ error) => console.error(`realtime: a listener of ${what} failed`, error);
    try {
      Promise.resolve(listener(said)).catch(log);
    } catch (error) {
      log(error);
    }
  }

  /** @param {(typeof waiting)[number]} one */
  function tellOne({ said, isFor, isLast }) {
    for (const entry of [...entries]) {
      if (entries.has(entry) && isFor(entry.topic)) call(entry.listener, said);
    }
    if (isLast) clear();
  }

  /**
   * What a listener causes is told after what it was told: every listener hears all in the same order.
   *
   * @param {any} said
   * @param {Telling} how
   */
  function tell(said, { isFor = () => true, isLast = false } = {}) {
    waiting.push({ said, isFor, isLast });
    if (isTelling) return;
    isTelling = true;
    for (let one = waiting.shift(); one; one = waiting.shift()) tellOne(one);
    isTelling = false;
  }

  return {
    /**
     * Answers a function that ends the listener; `signal` does so too. After the end of all it adds nothing.
     *
     * @param {Entry["listener"]} listener
     * @param {{signal?: import("./interface.js").Signal, topic?: string | null}} how
     */
    add(listener, { signal, topic = null } = {}) {
      /** @type {Entry} */
      const entry = { listener, topic, signal, end: () => remove(entry) };
      if (isOver || signal?.aborted) return entry.end;
      entries.add(entry);
      signal?.addEventListener("abort", entry.end);
      return entry.end;
    },
    tell,
    /** The last thing that is told: after it there are no listeners. */
    tellLast: (/** @type {any} */ said) => tell(said, { isLast: true }),
    clear,
    isEmpty: () => entries.size === 0,
    /** True where one of them takes that topic. @param {string} topic */
    take: (topic) => [...entries].some((entry) => entry.topic === null || entry.topic === topic),
  };
}
