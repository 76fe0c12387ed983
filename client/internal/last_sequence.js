// Remembers the sequence of the last event that the page got, and its epoch, across page loads.
//
// There are two storages: the tab's own, which is read first, and the one that all tabs of the browser
// share. A reloaded tab resumes after its own last event, so a tab that was offline misses nothing that
// another tab got. A new tab resumes after the last event of the tab that is furthest ahead.
//
// A stored text is "<sequence> <epoch>": one text, so that no tab can read the sequence of one epoch with
// the epoch of another. Clients of before epochs stored, and a server without them leaves, "<sequence>".

import { isEpoch } from "./epochs.js";
import { isSequence } from "./sequence_numbers.js";

/**
 * @typedef {import("./environment.js").Environment["storages"]} Storages
 * @typedef {{sequence: string, epoch: string | null}} Last
 */

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
 * `{sequence, epoch}` of a stored text; null for any other text.
 *
 * @type {(text: unknown) => Last | null}
 */
function parse(text) {
  if (typeof text !== "string") return null;
  const [sequence, epoch = null, ...rest] = text.split(" ");
  const isValid = isSequence(sequence) && (epoch === null || isEpoch(epoch)) && rest.length === 0;
  return isValid ? { sequence, epoch } : null;
}

/** @type {(last: Last) => string} */
const format = ({ sequence, epoch }) => (epoch === null ? sequence : `${sequence} ${epoch}`);

/**
 * True when `stored` should give way to `last`: a tab that is behind replaces nothing of its epoch.
 *
 * @type {(stored: Last | null, last: Last) => boolean}
 */
function isOlder(stored, last) {
  if (stored === null) return true;
  if (stored.epoch === null && stored.sequence === last.sequence) return last.epoch !== null;
  if (stored.epoch === null || stored.epoch === last.epoch) return stored.sequence < last.sequence;
  return true; // of another epoch: the page was told the log's own by the server
}

/**
 * The last sequence: in memory for this page, and under the key `name` of the `storages` for the next
 * page. A storage may be missing, refuse access, or hold any text.
 *
 * @param {string} name
 * @param {Storages} storages
 */
export function createLastSequence(name, storages) {
  /** @param {Storages[number]} storage */
  function stored(storage) {
    try {
      return parse(storage?.getItem(name));
    } catch {
      return null;
    }
  }

  /** @type {(storage: Storages[number], how: (one: NonNullable<Storages[number]>) => void) => void} */
  function change(storage, how) {
    try {
      if (storage) how(storage);
    } catch {
      // Blocked or full: the sequence is then kept for this page only.
    }
  }

  const load = () => storages.map(stored).find((value) => value !== null);
  /** @type {{sequence: string | null, epoch: string | null}} */
  const first = load() ?? { sequence: null, epoch: null };
  let { sequence: last, epoch } = first;

  /** @param {string} sequence */
  function store(sequence) {
    const mine = { sequence, epoch };
    for (const storage of storages.filter(Boolean)) {
      if (isOlder(stored(storage), mine)) change(storage, (one) => one.setItem(name, format(mine)));
    }
  }

  return {
    /** The sequence of the last event that the page got; null before the first. */
    get: () => last,
    /** The epoch of that sequence; null as long as no server has named one. */
    epoch: () => epoch,
    /** Moves forwards only: a tab that is behind must not replace the sequence of another tab. @param {string} sequence */
    moveTo(sequence) {
      if (last !== null && sequence <= last) return;
      last = sequence;
      store(sequence);
    },
    /** The server names an epoch for the first time: what the page has is of this epoch. @param {string | null} named */
    adopt(named) {
      if (named === null || epoch !== null) return;
      epoch = named;
      if (last !== null) store(last);
    },
    /**
     * Begins anew with another epoch. Stored with its first sequence: until then a reload does it again.
     *
     * @param {string | null} another
     */
    begin(another) {
      last = null;
      epoch = another;
    },
    /** The server does not know the last sequence: drop it, and every stored one beyond it. */
    forget() {
      const unknown = last ?? "";
      for (const storage of storages) {
        const value = stored(storage);
        const isUnknown = value !== null && (value.sequence >= unknown || value.epoch !== epoch);
        if (isUnknown) change(storage, (one) => one.removeItem(name));
      }
      const behind = load();
      last = behind && behind.sequence < unknown ? behind.sequence : null;
    },
  };
}
