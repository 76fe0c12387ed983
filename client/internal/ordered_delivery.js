// Hands events over in order, each once. Uses no socket, no timer and no storage.
//
// An event that follows the last sequence is handed over at once. Any other event waits until a resume
// has brought the missing ones. There is one resume at a time. An event of another epoch waits until an
// answer says that the log has that epoch: then the page is told, and begins anew.

import { createOtherEpochs } from "./epochs.js";
import { epochOf } from "./frames.js";
import { isSequence, nextAfter } from "./sequence_numbers.js";

/** Accept a gap as permanent after this many complete resumes leave it. */
export const FRUITLESS_RESUMES = 3;

/**
 * `hand(event)` gives an event to the page. `ask(after, epoch)` sends a resume; null asks for the whole
 * replay window. `incomplete({after, through})` reports events that are lost. `live()` reports that
 * the page has all events, `got()` that a new event came. `isOpen()` is false once the page has closed,
 * which `hand` may cause. `lastSequence` is made by last_sequence.js.
 *
 * @param {{
 *   lastSequence: ReturnType<typeof import("./last_sequence.js").createLastSequence>,
 *   isOpen: () => boolean,
 *   hand: (event: any) => void,
 *   ask: (after: string | null, epoch: string | null) => void,
 *   incomplete: (gap: import("./interface.js").Gap) => void,
 *   live: () => void,
 *   got: () => void,
 * }} parts
 */
export function createOrderedDelivery({ lastSequence, isOpen, hand, ask, incomplete, live, got }) {
  /** @type {Map<string, any>} */
  const waiting = new Map(); // events beyond the last sequence, by sequence
  const others = createOtherEpochs();
  let asked = /** @type {{after: string | null} | null} */ (null); // of the resume that has no answer yet
  let forgotten = /** @type {string | null} */ (null); // the last sequence that the server did not know
  let fruitless = 0; // complete resumes in a row that left the same gap

  /** @param {string} sequence */
  function isNew(sequence) {
    const last = lastSequence.get();
    return last === null || sequence > last;
  }
  /** @type {(epoch: string | null) => epoch is string} */
  const isOther = (epoch) => ![null, epoch].includes(lastSequence.epoch()) && epoch !== null;
  /** Posts may repeat: `after` tells the answer to this resume from a copy of an earlier one. @param {unknown} after */
  const isAnswer = (after) => asked !== null && (after === undefined || after === asked.after);
  const held = () => [...waiting.keys()].sort();

  function resume() {
    if (!isOpen()) return;
    asked = { after: lastSequence.get() };
    others.ask();
    ask(asked.after, lastSequence.epoch());
  }

  /** Remembers the event after the page got it, so that a page that crashes gets it again. @param {string} sequence */
  function deliver(sequence) {
    const event = waiting.get(sequence);
    waiting.delete(sequence);
    if (!isOpen()) return;
    hand(event);
    lastSequence.moveTo(sequence);
  }

  function deliverWhatFollows() {
    for (let last = lastSequence.get(); last !== null && isOpen(); last = lastSequence.get()) {
      const next = nextAfter(last);
      if (!waiting.has(next)) return;
      deliver(next);
    }
  }

  /** Skips the sequences that are missing up to `through`. @param {string} through */
  function deliverAll(through) {
    for (const sequence of held().filter((one) => one <= through)) deliver(sequence);
    if (isOpen()) lastSequence.moveTo(through);
  }

  /** The answer to a page without a last sequence: it starts at the first event of the window. @param {string} through */
  function begin(through) {
    const first = held().find((sequence) => sequence <= through);
    if (first) deliver(first);
    else if (isOpen()) lastSequence.moveTo(through);
  }

  /** The log was restored, or replaced: no event that waits is of it, apart from those held for it. @param {string} epoch */
  function changeTo(epoch) {
    const events = others.change(lastSequence.epoch(), epoch);
    lastSequence.begin(epoch);
    waiting.clear();
    for (const event of events) waiting.set(event.sequence, event);
    fruitless = 0;
  }

  return {
    /** A connection has opened. Events from an earlier connection may still wait. */
    connected() {
      others.connected();
      resume();
    },

    /** Asks whether the server still has this connection, and this page every event. */
    prove() {
      if (asked === null) resume();
    },

    /** True while a resume has no answer. */
    waits: () => asked !== null,
    /** The server refused to answer yet. Events may have come meanwhile: asks after the last one. */
    again: resume,

    /** @param {any} event */
    event(event) {
      const epoch = epochOf(event);
      if (isOther(epoch)) {
        others.hold(epoch, event);
        if (others.wait() && asked === null) resume();
        return;
      }
      lastSequence.adopt(epoch);
      if (!isNew(event.sequence)) return; // a repeat
      waiting.set(event.sequence, event);
      deliverWhatFollows();
      if (isOpen()) got();
      if (waiting.size > 0 && asked === null) resume();
    },

    /** @param {any} answer */
    resumed(answer) {
      const { through, complete, more } = answer;
      const epoch = epochOf(answer);
      if (asked === null || !isAnswer(answer.after) || !isSequence(through) || others.wasLeft(epoch)) return;
      const { after } = asked;
      const isNewLog = isOther(epoch);
      const isLost = complete === false || (isNewLog && after !== null);
      asked = null;
      if (isNewLog) changeTo(epoch);
      else lastSequence.adopt(epoch);
      others.answered();
      if (isLost || forgotten !== null) incomplete({ after: forgotten ?? after, through });
      forgotten = null;
      if (isLost) deliverAll(through);
      else if (after === null) begin(through);
      deliverWhatFollows();
      const missing = waiting.size > 0 || isNew(through);
      fruitless = missing && lastSequence.get() === after ? fruitless + 1 : 0;
      if (fruitless >= FRUITLESS_RESUMES) {
        const end = [through, ...held()].sort().at(-1) ?? through;
        incomplete({ after, through: end });
        deliverAll(end);
      }
      if (more === true || waiting.size > 0 || isNew(through) || others.wait()) resume();
      else if (isOpen()) live();
    },

    /** The server does not know the last sequence: the log is a new one, or storage was changed. */
    refused(/** @type {{after?: unknown}} */ { after: answered }) {
      if (asked === null || !isAnswer(answered) || asked.after === null) return;
      forgotten ??= asked.after;
      waiting.clear(); // events of the earlier log
      lastSequence.forget();
      resume();
    },
  };
}
