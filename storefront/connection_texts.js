// What the page says about its connection, by the client's state and code. Pure, so that tests compare
// the table with the client's own list of codes.

const CHIPS = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  paused: "Paused",
  closed: "No live news",
};

const STILL_ORDERS = "You can still order: this page then asks the shop how each order ends.";

/** Codes that last, with rare attempts. Why is not known: a browser does not say. */
export const WAITS_LONG = new Set(["refused", "not-live"]);
const NOT_JUST_NOW = "No live connection can be made just now, so no live news arrives.";
const KEEPS_TRYING = "This page keeps trying.";

/** Over within seconds, or the buyer's own doing: the chip says enough, and nothing is read aloud. */
const BRIEF = { words: "" };

/** code -> `{words, chip, button}`; without `chip` the state's own, without `button` there is none. */
const CODES = {
  "connecting": BRIEF,
  "user-changed": BRIEF,
  "live": BRIEF,
  "retrying": BRIEF,
  "connection-lost": BRIEF,
  "no-pong": BRIEF,
  "no-answer": BRIEF,
  "server-failed": BRIEF,
  "handshake-failed": BRIEF,
  "token-expired": BRIEF,
  "token-renewed": BRIEF,
  "connection-renewed": BRIEF,
  "closed-by-page": BRIEF,
  "signed-out": BRIEF,
  "offline": {
    chip: "Offline",
    words: "This device has no network. What happens to your orders is shown here when it is back.",
  },
  "token-failed": {
    words: "Your sign-in could not be renewed just now, so no live news arrives. This page keeps trying.",
  },
  "refused": {
    chip: "No live news",
    words: `${NOT_JUST_NOW} ${KEEPS_TRYING}`,
    // A network that is down is nothing to tell the shop. A shop that answers all but this one is.
    wordsWhereShopIsThere:
      `${NOT_JUST_NOW} ${STILL_ORDERS} ${KEEPS_TRYING} If this lasts, please tell the shop.`,
    button: "Try now",
  },
  "not-live": {
    chip: "No live news",
    words: `${NOT_JUST_NOW} ${KEEPS_TRYING}`,
    wordsWhereShopIsThere: `${NOT_JUST_NOW} ${STILL_ORDERS} ${KEEPS_TRYING}`,
    button: "Try now",
  },
  "connection-limit": {
    words: "You have the shop open in many places, so this one gets no live news for now. "
      + `${STILL_ORDERS}`,
    button: "Use this tab",
  },
  "version-gone": {
    words: "This page is too old for the shop, so no live news arrives. Please reload the page.",
  },
  "bad-address": {
    words: "The shop's address for live news is wrong, so none arrives. "
      + `${STILL_ORDERS} Please tell the shop.`,
  },
  "blocked": {
    words: "The browser does not let this page connect for live news. "
      + `${STILL_ORDERS} Please tell the shop.`,
  },
  "bad-token": {
    words: "Live news does not work with this sign-in. "
      + `${STILL_ORDERS} Sign out and in again to try once more.`,
  },
  "no-websocket": {
    words: "This browser cannot receive live news. "
      + `${STILL_ORDERS} Another browser, or fewer extensions, may help.`,
  },
};

/** The codes that the page has words for, or says on purpose nothing of. */
export const KNOWN_CODES = Object.keys(CODES);

/**
 * `{chip, words, button, isBusy}`; `words` and `button` are empty where the chip says enough. An attempt
 * that the buyer asked for leaves the words and the button of the code `before` in place, busy: they would
 * only go and come back. `isShopThere`: the shop's HTTP API answers.
 */
export function connectionTexts(state, code, { before, isShopThere = false } = {}) {
  const known = state !== "live" && Object.hasOwn(CODES, code ?? "") ? CODES[code] : BRIEF;
  const { words, wordsWhereShopIsThere = words, chip = CHIPS[state] ?? state, button = "" } = known;
  if (code === "retrying" && CODES[before]?.button) {
    return { ...connectionTexts(state, before, { isShopThere }), chip, isBusy: true };
  }
  return { chip, words: isShopThere ? wordsWhereShopIsThere : words, button, isBusy: false };
}
