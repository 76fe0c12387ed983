// The status line at the top, which screen readers read aloud.

import { setText } from "./dom.js";
import { PAGE_FAULT } from "./fault_texts.js";
import { Unreachable } from "./fetch_or_explain.js";

/** Faults that are over once the shop has answered anything. A refusal of this origin is not. */
const UNTIL_AN_ANSWER = new Set(["offline", "unreachable", "not-open", "timed-out", "strange-answer"]);

/** What the browser throws by itself: nobody has written its text for a buyer. */
const isTheBrowsers = (error) =>
  [TypeError, RangeError, ReferenceError, SyntaxError, DOMException].some((one) => error instanceof one);

export function createStatusLine(element) {
  let untilReached = false;
  let said = 0;

  /** Answers a function that takes these words back, unless others have followed. */
  function say(text, isProblem = false) {
    setText(element, text);
    element.classList.toggle("problem", isProblem);
    untilReached = false;
    const mine = ++said;
    return () => {
      if (mine === said) say("");
    };
  }

  return {
    say,
    fail(error) {
      if (isTheBrowsers(error)) console.error(error);
      say(isTheBrowsers(error) ? PAGE_FAULT : error.message, true);
      untilReached = error instanceof Unreachable && UNTIL_AN_ANSWER.has(error.fault);
    },
    /** The shop has answered: remove the message that it cannot be reached. */
    reached() {
      if (untilReached) say("");
    },
  };
}
