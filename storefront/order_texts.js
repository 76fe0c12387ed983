// What the page says about an order. Pure, so that tests cover the sentence of every outcome.

import { isolated, oneLine } from "./isolated.js";
import { isAmount, money } from "./money.js";

const STATUS = {
  PENDING: ["Pending", "Received, not confirmed yet. Payment and stock are being checked; the outcome appears here by itself."],
  FINALIZED: ["Confirmed", "Paid and reserved. It is on its way to you."],
  REFUNDED: ["Refunded", "The order could not be completed. Anything that was taken went back in full."],
  DECLINED: ["Declined", "The payment was declined. You have not been charged."],
  NEEDS_ATTENTION: ["Needs attention", "Something went wrong. A person is looking at this order."],
};

/** Stands for what was paid, until a sentence is about an order. */
const PAYMENT = "Your payment";

/** Why an order was refunded, by its `reason`. Any other reason gets the neutral sentence. */
const REFUNDED_BECAUSE = {
  OutOfStock: `There was not enough left to reserve for you. ${PAYMENT} went back in full.`,
  PaymentProviderTimeout: "The payment did not go through in time. Anything that was taken was given back.",
};

/** How an order that needed attention was resolved, by its `resolvedAs`. */
const PUT_RIGHT = {
  REFUNDED: "Something went wrong and has been put right: your payment went back in full.",
  DECLINED: "Something went wrong and has been put right: the payment was declined, and anything that "
    + "was taken went back in full.",
};

/** `{label, sentence}` for an order's status and reason. */
export function textsOf({ status, reason, resolvedAs, amountMinor, currency }) {
  if (status === "NEEDS_ATTENTION" && Object.hasOwn(PUT_RIGHT, resolvedAs ?? "")) {
    return { label: "Put right", sentence: PUT_RIGHT[resolvedAs] };
  }
  const [label, sentence] = Object.hasOwn(STATUS, status) ? STATUS[status] : [oneLine(status), ""];
  const because = status === "REFUNDED" && Object.hasOwn(REFUNDED_BECAUSE, reason ?? "");
  if (!because) return { label, sentence };
  const paid = amountMinor ? `${PAYMENT} of ${isolated(money(amountMinor, currency))}` : PAYMENT;
  return { label, sentence: REFUNDED_BECAUSE[reason].replace(PAYMENT, paid) };
}

/** Says honestly that a state was asked for and not pushed; "" where the page has not asked. */
export function readsOf({ status, reads = 0, endedByRead = false }) {
  if (reads === 0) return "";
  const times = reads === 1 ? "once" : `${reads} times`;
  if (status === "PENDING") return `No message has come yet. This page asked the shop ${times}.`;
  if (endedByRead) return `Read from the shop, which was asked ${times}: no message had come.`;
  return `Told by a message, after the shop was asked ${times}.`;
}

/** What the buyer is asked when the shop's price is another one than the page showed. */
export function priceQuestionOf({ shownAmountMinor, amountMinor, currency }, order, products) {
  const isUp = [shownAmountMinor, amountMinor].every(isAmount) && amountMinor > shownAmountMinor;
  return {
    title: isUp ? "The price has gone up" : "The price has changed",
    what: titleOf(order, products),
    shown: money(shownAmountMinor, currency),
    now: money(amountMinor, currency),
  };
}

const nameOf = (line, products) =>
  isolated(products.find((one) => one.productId === line.productId)?.name ?? line.productId);
const numberOf = (order) => isolated(order.orderId.slice(4, 12));

/** "2 × Stoneware mug, 1 × Oak chair", or the order's number while its lines are unknown. */
export function titleOf(order, products) {
  if (!order.lines?.length) return `Order ${numberOf(order)}`;
  return order.lines.map((line) => `${line.quantity} × ${nameOf(line, products)}`).join(", ");
}

const namesOf = (order, products) =>
  order.lines?.map((line) => nameOf(line, products)).join(", ") || `order ${numberOf(order)}`;

/** What a press is told that the shop took for the retry of an earlier one. */
export const earlierOf = (order, products) =>
  `This is your earlier order for ${namesOf(order, products)}, whose answer was lost. `
  + "Nothing was ordered again: press Checkout once more for another one.";

/** What a screen reader says of an order: "Order for Glass vase placed.", "Refunded: Glass vase". */
export function announcementOf(order, products) {
  const what = namesOf(order, products);
  if (order.status !== "PENDING") return `${textsOf(order).label}: ${what}`;
  const amount = order.amountMinor ? `, ${isolated(money(order.amountMinor, order.currency))}` : "";
  return `Order for ${what}${amount} placed. Not confirmed yet.`;
}

/** Whether an order ended otherwise than its buyer was led to expect. */
export const isCorrection = ({ status }) => status !== "PENDING" && status !== "FINALIZED";

/** What the buyer of a corrected order must see: `{title, sentence}`; `others` more were corrected with it. */
export function correctionOf(order, products, others = 0) {
  const more = others === 0 ? "" : ` ${others} more of your orders changed, too.`;
  return { title: announcementOf(order, products), sentence: `${textsOf(order).sentence}${more}` };
}

/** What the buyer could take instead, with its price: "Desk lamp, €49.00". */
export const offerOf = ({ name, unitPriceMinor, currency }) =>
  `${isolated(name)}, ${isolated(money(unitPriceMinor, currency))}`;

/** The time of day, with the date unless it is today. */
export function whenOf(at, now = new Date(), locale = []) {
  const time = { hour: "2-digit", minute: "2-digit" };
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString(locale, time);
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return at.toLocaleString(locale, { day: "numeric", month: "short", ...year, ...time });
}
