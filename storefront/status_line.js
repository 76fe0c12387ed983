// The status line at the top, which screen readers read aloud.

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
    /** The shop has answered: remove the message that it cannot be reached. */
    reached() {
      if (untilReached) say("");
    },
  };
}
