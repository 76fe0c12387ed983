// Asks the buyer whether to order at another price than the page showed. A modal dialog: the browser
// keeps the focus within it, gives it back afterwards, and closes it on Escape.

import { $, setText } from "./dom.js";

export function createPriceQuestion() {
  const dialog = $("price-question");
  let last = Promise.resolve(); // one question at a time

  $("price-take").addEventListener("click", () => dialog.close("take"));
  $("price-cancel").addEventListener("click", () => dialog.close(""));

  function write({ title = "", what = "", shown = "", now = "" }) {
    $("price-title").textContent = title;
    setText($("price-what"), what);
    $("price-shown").textContent = shown;
    $("price-now").textContent = now;
  }

  function open(texts) {
    write(texts);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => answer(dialog.returnValue === "take"), { once: true });
    });
  }

  return {
    /**
     * A promise of true when the buyer takes the new price. `isWanted()` is asked when the question's
     * turn has come: the buyer may have signed out meanwhile.
     */
    ask(texts, isWanted) {
      last = last.catch(() => {}).then(() => isWanted() && open(texts));
      return last;
    },
    /** The buyer signed out, and takes the question along. */
    close() {
      if (dialog.open) dialog.close("");
      write({});
    },
  };
}
