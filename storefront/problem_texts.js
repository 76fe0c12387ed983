// What a buyer reads when the shop refuses a request: a sentence for each `code` of a problem document.
// The document's own text is for programs: it goes to the console.

import { sentenceOf } from "./fault_texts.js";

const IN_A_MOMENT = "in a moment"; // where the shop names a wait, that stands in its place
const NOTHING = "Nothing was ordered";

/** The page asked for something that it never should: most likely it is older than the shop. */
const PAGES_OWN = "The shop does not understand this page. Please reload it; your orders are kept for you.";
const TOO_LARGE = `This order is too large for the shop. ${NOTHING}: please choose fewer at once.`;
const SIGN_IN = sentenceOf("refused-though-renewed", "shop");

const SENTENCES = {
  "amount-changed": "The price has changed, and nothing was ordered.",
  "amount-too-large": TOO_LARGE,
  "invalid-amount-minor": TOO_LARGE,
  "invalid-quantity": `The shop does not sell this many at once. ${NOTHING}: please choose another number.`,
  "unknown-product": `The shop does not have this product any more. ${NOTHING}.`,
  "currency-mismatch": `The shop sells this in another currency than it did. ${NOTHING}: please reload this page.`,
  "mixed-currencies": `These products are sold in different currencies. ${NOTHING}: please order them one by one.`,
  "order-unknown": "The shop does not know this order.",

  "idempotency-key-reused":
    "The shop took this for an earlier order. Nothing was ordered again: press Checkout once more for another one.",
  "idempotency-key-expired":
    "This is an old order that was never completed. Nothing was ordered again: press Checkout once more for another one.",

  "too-many-checkouts":
    `You have placed many orders within a minute, and this one was not placed. Please try again ${IN_A_MOMENT}.`,
  "checkout-unavailable": `The shop could not look up its prices. ${NOTHING}. Please try again ${IN_A_MOMENT}.`,
  "temporarily-unavailable": `The shop could not answer in time. Please try again ${IN_A_MOMENT}.`,
  "internal": sentenceOf("server-fault", "shop"),
  "unauthenticated": SIGN_IN,

  "malformed-json": PAGES_OWN,
  "idempotency-key-missing": PAGES_OWN,
  "idempotency-key-invalid": PAGES_OWN,
  "no-lines": PAGES_OWN,
  "too-many-lines": PAGES_OWN,
  "duplicate-lines": PAGES_OWN,
  "invalid-line": PAGES_OWN,
  "invalid-product-id": PAGES_OWN,
  "invalid-payment-token": PAGES_OWN,
  "invalid-currency": PAGES_OWN,
  "invalid-after": PAGES_OWN,
};

export const PROBLEMS = Object.keys(SENTENCES);

/** For a code of later, and where API Gateway itself refuses. */
function sentenceOfStatus(status) {
  if (status === 401) return SIGN_IN;
  if (status === 429) return sentenceOf("too-many", "shop");
  return sentenceOf(status >= 500 ? "server-fault" : "refused", "shop");
}

/** `wait`: how long the shop asks to wait, such as "12 seconds", or null. */
export function sentenceOfProblem(status, code, wait = null) {
  const isKnown = typeof code === "string" && Object.hasOwn(SENTENCES, code);
  const sentence = isKnown ? SENTENCES[code] : sentenceOfStatus(status);
  if (wait === null) return sentence;
  if (sentence.includes(IN_A_MOMENT)) return sentence.replace(IN_A_MOMENT, `in ${wait}`);
  return `${sentence} Please try again in ${wait}.`;
}
