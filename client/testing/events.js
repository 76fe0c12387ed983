// Events as the stage takes and stores them.

import { SEQUENCE_DIGITS } from "../internal/protocol.js";
import { checkFields, checkText, typeError } from "./checks.js";

const FIELDS = ["id", "source", "type", "subject", "time", "data"];
const CONTROL_PREFIX = "realtime.";
const MOST_ID_CHARACTERS = 256;
/** API Gateway sends no larger message. */
export const MOST_POSTED_BYTES = 128 * 1024;
const AN_EPOCH = "0".repeat(16);

/**
 * @typedef {object} PushedEvent  What `push` takes.
 * @property {string} type  Such as "order.finalized". Names that begin with "realtime." are the protocol's.
 * @property {string} [subject]  What the event is about, such as an order's id.
 * @property {unknown} [data]  Any JSON value; null when omitted.
 * @property {string} [id]  A new one when omitted. The same `source` and `id` again are the same event.
 * @property {string} [source]  "fake-server" when omitted.
 * @property {string} [time]  The simulated time when omitted.
 *
 * @typedef {import("../internal/interface.js").RealtimeEvent<any> & {epoch: string}} PostedEvent  As pages get it.
 * @typedef {Omit<PostedEvent, "epoch">} StoredEvent  The log's epoch is added where the event is posted.
 */

/** @param {number} number */
export const sequenceText = (number) => String(number).padStart(SEQUENCE_DIGITS, "0");

/** @param {unknown} value A copy, so that a test which changes its object later changes no event. */
function jsonOf(value) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new TypeError("fake server: push: data must be a JSON value", { cause: error });
  }
  if (text === undefined) throw typeError("push: data", "a JSON value", value);
  return JSON.parse(text);
}

/**
 * What `push` was given, with defaults filled in.
 *
 * @param {unknown} given @param {{id: string, time: string}} defaults
 * @returns {Omit<StoredEvent, "sequence">}
 */
export function checkEvent(given, defaults) {
  const event = checkFields("push: the event", given, FIELDS);
  const { type, subject, data = null, id = defaults.id, source = "fake-server", time = defaults.time } = event;
  checkText("push: type", type);
  if (String(type).startsWith(CONTROL_PREFIX)) {
    throw typeError("push: type", `a name that does not begin with "${CONTROL_PREFIX}", as the protocol's own do`, type);
  }
  for (const [name, value] of Object.entries({ id, source, time })) checkText(`push: ${name}`, value);
  if (String(id).length > MOST_ID_CHARACTERS) throw typeError("push: id", `${MOST_ID_CHARACTERS} characters at most`, id);
  const about = subject === undefined || subject === null ? {} : { subject: checkText("push: subject", subject) };
  const checked = /** @type {Omit<StoredEvent, "sequence">} */ (
    { specversion: "1.0", id, source, type, ...about, time, data: jsonOf(data) });
  const bytes = new TextEncoder().encode(JSON.stringify({ ...numbered(checked, 0), epoch: AN_EPOCH })).length;
  if (bytes > MOST_POSTED_BYTES) {
    throw new RangeError(`fake server: push: the event's frame must have ${MOST_POSTED_BYTES} bytes at most, got ${bytes}`);
  }
  return checked;
}

/** @param {Omit<StoredEvent, "sequence">} event @param {number} sequence @returns {StoredEvent} */
export function numbered({ data, ...event }, sequence) {
  return { ...event, sequence: sequenceText(sequence), data };
}

/** CloudEvents' identity. @param {{source: string, id: string}} event */
export const identityOf = ({ source, id }) => JSON.stringify([source, id]);

/** @param {unknown} _key @param {unknown} value Objects with their keys in one order. */
const sorted = (_key, value) => (value === null || typeof value !== "object" || Array.isArray(value)
  ? value
  : Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))));

/** What a repeat must leave unchanged. @param {{type: string, subject?: string, data: unknown}} event */
export const contentOf = ({ type, subject, data }) => JSON.stringify([type, subject, data], sorted);
