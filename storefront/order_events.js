// Reads events and answers about orders: what is wrong in one of them is left out.

import { isAmount, isCurrency } from "./money.js";

/** `source` and `type` of the events that end an order, as contract/orders.py has them. */
export const EVENT_SOURCE = "checkout";
export const STATUS_BY_TYPE = {
  "order.finalized": "FINALIZED",
  "order.refunded": "REFUNDED",
  "order.declined": "DECLINED",
  "order.needs_attention": "NEEDS_ATTENTION",
};

const isText = (value) => typeof value === "string" && value.trim() !== "";
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isTime = (value) => isText(value) && !Number.isNaN(Date.parse(value));
const isLine = (line) => isObject(line) && isText(line.productId) && isAmount(line.quantity);

/** Fields that an order is shown without where they are wrong. */
const OPTIONAL = {
  lines: (value) => Array.isArray(value) && value.every(isLine),
  amountMinor: isAmount,
  currency: isCurrency,
  reason: isText,
  resolvedAs: isText,
};

/** What only the page knows of an order. */
const PAGES_OWN = ["at", "reads", "insteadId"];

/** `wanted` fields of `found` as far as they are right. Calls `onWrong(field)` for each that is not. */
function rightOf(found, wanted, onWrong) {
  const right = {};
  for (const [field, isRight] of Object.entries(wanted)) {
    const value = found[field];
    if (value === undefined || value === null) continue;
    if (isRight(value)) right[field] = value;
    else onWrong(field);
  }
  return right;
}

/** Whether an event says how an order of this shop ended. Other events of the same buyer are no fault. */
const isOutcome = (event) =>
  event?.source === EVENT_SOURCE && isText(event.type) && Object.hasOwn(STATUS_BY_TYPE, event.type);

/**
 * `{orderId, status, reason?, at?}` of an outcome event, or null. An event of another source or type is
 * null, whatever it holds. `onWrong(field)` is called for a field that is wrong: without `data.orderId`
 * or `data.status` the event is null, without `time` or `data.reason` it still ends the order.
 */
export function readOutcome(event, onWrong) {
  if (!isOutcome(event)) return null;
  const data = isObject(event.data) ? event.data : {};
  const { orderId, status } = data;
  const subject = event.subject ?? orderId;
  const wrong = (!isText(orderId) || subject !== orderId) ? "orderId"
    : status !== STATUS_BY_TYPE[event.type] && "status";
  if (wrong) {
    onWrong(wrong);
    return null;
  }
  const { reason } = rightOf(data, { reason: isText }, onWrong);
  const { time } = rightOf(event, { time: isTime }, onWrong);
  return { orderId, status, ...(reason && { reason }), ...(time && { at: new Date(time) }) };
}

/**
 * The order in an answer of the shop, with `at` where the shop says when it was placed; null where id or
 * status are wrong. Calls `onWrong(field)` for each field that is wrong. Further fields are kept.
 */
export function readOrder(answer, onWrong) {
  const wrong = ["orderId", "status"].find((field) => !isText(answer?.[field]));
  if (wrong) {
    onWrong(wrong);
    return null;
  }
  const { createdAt, ...found } = answer;
  for (const field of [...PAGES_OWN, ...Object.keys(OPTIONAL)]) delete found[field];
  const { createdAt: time } = rightOf({ createdAt }, { createdAt: isTime }, onWrong);
  return {
    ...found, ...rightOf(answer, OPTIONAL, onWrong), ...(time && { createdAt: time, at: new Date(time) }),
  };
}
