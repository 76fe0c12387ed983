// Remembers the sequence of the last event that the page got, across page loads.
//
// There are two storages: the tab's own, which is read first, and the one that all tabs of the browser
// share. A reloaded tab resumes after its own last event, so a tab that was offline misses nothing that
// another tab got. A new tab resumes after the last event of the tab that is furthest ahead.

import { isSequence } from "./sequence_numbers.js";

/** The browser's storages. Reading the property throws where the user blocks site data. */
export function browserStorages() {
  return [() => globalThis.sessionStorage, () => globalThis.localStorage].map((nameOne) => {
    try {
      return nameOne();
    } catch {
      return undefined;
    }
  });
}

/**
 * The last sequence: in memory for this page, and under the key `name` of the `storages` for the next
 * page. A storage may be missing, refuse access, or hold any text.
 */
export function createLastSequence(name, storages) {
  function stored(storage) {
    try {
      const value = storage?.getItem(name);
      return isSequence(value) ? value : null;
    } catch {
      return null;
    }
  }

  function change(storage, how) {
    try {
      how(storage);
    } catch {
      // Blocked or full: the sequence is then kept for this page only.
    }
  }

  const load = () => storages.map(stored).find((value) => value !== null) ?? null;
  let last = load();

  return {
    /** The sequence of the last event that the page got; null before the first. */
    get: () => last,
    /** Moves forwards only: a tab that is behind must not replace the sequence of another tab. */
    moveTo(sequence) {
      if (last !== null && sequence <= last) return;
      last = sequence;
      for (const storage of storages) {
        const before = storage ? stored(storage) : sequence;
        if (before === null || before < sequence) change(storage, (one) => one.setItem(name, sequence));
      }
    },
    /** The server does not know the last sequence: drop it, and every stored one beyond it. */
    forget() {
      for (const storage of storages) {
        const value = stored(storage);
        if (value !== null && value >= last) change(storage, (one) => one.removeItem(name));
      }
      const behind = load();
      last = behind !== null && behind < last ? behind : null;
    },
  };
}
