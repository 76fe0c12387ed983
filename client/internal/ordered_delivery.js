// Puts events into order: each once, none left out. Knows no socket, no timer, no storage.
//
// What follows the last sequence is handed over at once. Anything else waits until a resume has
// brought what is missing; one resume is under way at a time.

import { isSequence, nextAfter } from "./sequence_numbers.js";

/** So often may a resume that claims to be complete leave the same gap, before it is believed. */
export const FRUITLESS_RESUMES = 3;

/**
 * `hand(event)` gives an event to the page, `ask(after)` sends a resume (`after` null: all of the
 * window), `incomplete({after, through})` says that events are gone for good, `live()` that the
 * page has everything. `isOpen()` turns false when the page closes, perhaps from inside `hand`.
 * `lastSequence` is one of last_sequence.js.
 */
export function createOrderedDelivery({ lastSequence, isOpen, hand, ask, incomplete, live }) {
  const waiting = new Map(); // sequence -> event, all of them beyond the last sequence
  let asked = null; // {after} while a resume is under way
  let forgotten = null; // the point that the server did not know
  let fruitless = 0;

  const noneYet = () => lastSequence.get() === null;
  const follows = (sequence) => !noneYet() && sequence === nextAfter(lastSequence.get());
  const isNew = (sequence) => noneYet() || sequence > lastSequence.get();
  /** A post may repeat: a copy of an earlier answer tells what was asked then. */
  const isAnswer = (after) => asked !== null && (after === undefined || after === asked.after);
  const held = () => [...waiting.keys()].sort();

  function resume() {
    if (!isOpen()) return;
    asked = { after: lastSequence.get() };
    ask(asked.after);
  }

  /** Remembered after the page had the event: one that crashes in between gets it again. */
  function deliver(sequence) {
    const event = waiting.get(sequence);
    waiting.delete(sequence);
    if (!isOpen()) return;
    hand(event);
    lastSequence.moveTo(sequence);
  }

  function deliverWhatFollows() {
    for (const sequence of held()) {
      if (!follows(sequence)) return;
      deliver(sequence);
    }
  }

  /** Numbers that will never come are stepped over. */
  function deliverAll(through) {
    for (const sequence of held().filter((one) => one <= through)) deliver(sequence);
    if (isOpen()) lastSequence.moveTo(through);
  }

  /** Where the window begins: the first answer to a page that knew no point. */
  function begin(through) {
    const first = held().find((sequence) => sequence <= through);
    if (first) deliver(first);
    else if (isOpen()) lastSequence.moveTo(through);
  }

  return {
    /** A connection has opened. What an earlier one brought out of turn still waits. */
    connected: resume,

    event(event) {
      if (!isNew(event.sequence)) return; // repeated
      waiting.set(event.sequence, event);
      deliverWhatFollows();
      if (waiting.size > 0 && asked === null) resume();
    },

    resumed({ after: answered, through, complete, more }) {
      if (!isAnswer(answered) || !isSequence(through)) return;
      const { after } = asked;
      asked = null;
      if (complete === false || forgotten !== null) incomplete({ after: forgotten ?? after, through });
      forgotten = null;
      if (complete === false) deliverAll(through);
      else if (after === null) begin(through);
      deliverWhatFollows();
      const missing = waiting.size > 0 || isNew(through);
      fruitless = missing && lastSequence.get() === after ? fruitless + 1 : 0;
      if (fruitless >= FRUITLESS_RESUMES) {
        const end = [through, ...held()].sort().at(-1);
        incomplete({ after, through: end });
        deliverAll(end);
      }
      if (more === true || waiting.size > 0 || isNew(through)) resume();
      else if (isOpen()) live();
    },

    /** `invalid-after`: the log began anew, or storage was tampered with. */
    refused({ after: answered }) {
      if (!isAnswer(answered) || asked.after === null) return;
      forgotten ??= asked.after;
      waiting.clear(); // numbers of the earlier log
      lastSequence.forget();
      resume();
    },
  };
}
