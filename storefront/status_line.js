// The line at the top that is also read aloud.

import { Unreachable } from "./fetch_or_explain.js";

export function createStatusLine(element) {
  let untilReached = false;

  function say(text, isProblem = false) {
    element.textContent = text;
    element.classList.toggle("problem", isProblem);
    untilReached = false;
  }

  return {
    say,
    fail(error) {
      say(error.message, true);
      untilReached = error instanceof Unreachable;
    },
    /** The shop answers: that it does not is no longer true. */
    reached() {
      if (untilReached) say("");
    },
  };
}
