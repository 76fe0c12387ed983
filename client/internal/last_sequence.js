// Remembers the last event that a page handed over, across page loads.
//
// Two places, the tab's own before the one that all tabs of the browser share. A reloaded tab goes
// on where that very tab was: one that was offline misses nothing because another tab was not. A
// new tab goes on where the furthest one was, and shows nothing that was shown already.

import { isSequence } from "./sequence_numbers.js";

/** The browser's places. Merely naming one throws where the user blocks site data. */
export function browserPlaces() {
  return [() => globalThis.sessionStorage, () => globalThis.localStorage].map((place) => {
    try {
      return place();
    } catch {
      return undefined;
    }
  });
}

/**
 * The cursor named `name`: in memory for this page, and in `places` (like `Storage`, any of them
 * may be missing, refuse, or hold nonsense) for the next one.
 */
export function createCursor(name, places) {
  function stored(place) {
    try {
      const value = place?.getItem(name);
      return isSequence(value) ? value : null;
    } catch {
      return null;
    }
  }

  function change(place, how) {
    try {
      how(place);
    } catch {
      // Blocked or full: the cursor then lasts as long as the page.
    }
  }

  const load = () => places.map(stored).find((value) => value !== null) ?? null;
  let last = load();

  return {
    /** The last sequence handed over; null before the first. */
    get: () => last,
    /** Forwards only. In a place a tab that is behind must not take back what another wrote. */
    moveTo(sequence) {
      if (last !== null && sequence <= last) return;
      last = sequence;
      for (const place of places) {
        const before = place ? stored(place) : sequence;
        if (before === null || before < sequence) change(place, (one) => one.setItem(name, sequence));
      }
    },
    /** The server knows no such point: drop it, and whatever lies even further ahead. */
    forget() {
      for (const place of places) {
        const value = stored(place);
        if (value !== null && value >= last) change(place, (one) => one.removeItem(name));
      }
      const behind = load();
      last = behind !== null && behind < last ? behind : null;
    },
  };
}
