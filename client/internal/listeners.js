// The page's listeners of one kind: each is told in the order in which it came, and can end at any moment.

/** `what` names the listeners in the log, such as "an event". */
export function createListeners(what) {
  const entries = new Set();
  const waiting = []; // what comes up while the listeners are told of something else
  let isTelling = false;
  let isOver = false;

  function remove(entry) {
    entries.delete(entry);
    entry.signal?.removeEventListener("abort", entry.end);
  }

  function clear() {
    isOver = true;
    for (const entry of [...entries]) remove(entry);
  }

  /** An error of a listener, also in a promise, is logged and stops nothing. */
  function call(listener, said) {
    const log = (error) => console.error(`realtime: a listener of ${what} failed`, error);
    try {
      Promise.resolve(listener(said)).catch(log);
    } catch (error) {
      log(error);
    }
  }

  function tellOne({ said, isFor, isLast }) {
    for (const entry of [...entries]) {
      if (entries.has(entry) && isFor(entry.topic)) call(entry.listener, said);
    }
    if (isLast) clear();
  }

  /** What a listener causes is told after what it was told: every listener hears all in the same order. */
  function tell(said, { isFor = () => true, isLast = false } = {}) {
    waiting.push({ said, isFor, isLast });
    if (isTelling) return;
    isTelling = true;
    while (waiting.length > 0) tellOne(waiting.shift());
    isTelling = false;
  }

  return {
    /** Answers a function that ends the listener; `signal` does so too. After the end of all it adds nothing. */
    add(listener, { signal, topic = null } = {}) {
      const entry = { listener, topic, signal, end: () => remove(entry) };
      if (isOver || signal?.aborted) return entry.end;
      entries.add(entry);
      signal?.addEventListener("abort", entry.end);
      return entry.end;
    },
    tell,
    /** The last thing that is told: after it there are no listeners. */
    tellLast: (said) => tell(said, { isLast: true }),
    clear,
    isEmpty: () => entries.size === 0,
  };
}
