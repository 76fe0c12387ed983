// Remembers the last event that a page handed over, across page loads.
//
// Two storages, the tab's own before the one that all tabs of the browser share. A reloaded tab
// goes on where that very tab was: one that was offline misses nothing because another tab was not.
// A new tab goes on where the furthest one was, and shows nothing that was shown already.

import { isSequence } from "./sequence_numbers.js";

/** The browser's storages. Merely naming one throws where the user blocks site data. */
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
 * The last sequence, under the key `name`: in memory for this page, and in `storages` (like
 * `Storage`, any of them may be missing, refuse, or hold nonsense) for the next one.
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
      // Blocked or full: it then lasts as long as the page.
    }
  }

  const load = () => storages.map(stored).find((value) => value !== null) ?? null;
  let last = load();

  return {
    /** The last sequence handed over; null before the first. */
    get: () => last,
    /** Forwards only. A tab that is behind must not take back what another one stored. */
    moveTo(sequence) {
      if (last !== null && sequence <= last) return;
      last = sequence;
      for (const storage of storages) {
        const before = storage ? stored(storage) : sequence;
        if (before === null || before < sequence) change(storage, (one) => one.setItem(name, sequence));
      }
    },
    /** The server knows no such point: drop it, and whatever lies even further ahead. */
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
