// Bad use of the fake server ends in an error that names the verb, the value and what is allowed.

import { shown } from "../internal/options.js";

/** @param {string} what @param {string} must @param {unknown} value */
export const typeError = (what, must, value) =>
  new TypeError(`fake server: ${what} must be ${must}, got ${shown(value)}`);

/** @param {string} what @param {string} must @param {unknown} value */
const rangeError = (what, must, value) =>
  new RangeError(`fake server: ${what} must be ${must}, got ${shown(value)}`);

/** 1 to 256 characters, each printable: the stage's own rule. */
const USER_ID = /^(?:[^\p{C}\p{Z}]| ){1,256}$/u;

/** @param {string} verb @param {unknown} user @param {string} [which] @returns {string} */
export function checkUser(verb, user, which = "first") {
  const [what, must] = [`${verb}: the ${which} argument`, "the name of a user, a text of 1 to 256 printable characters"];
  if (typeof user !== "string") throw typeError(what, must, user);
  if (!USER_ID.test(user)) throw rangeError(what, must, user);
  return user;
}

/**
 * @param {string} what
 * @param {unknown} value
 * @param {{least: number, most?: number, isWhole?: boolean}} range
 * @returns {number}
 */
export function checkNumber(what, value, { least, most = Number.POSITIVE_INFINITY, isWhole = false }) {
  const kind = isWhole ? "a whole number" : "a number";
  const must = Number.isFinite(most) ? `${kind} from ${least} to ${most}` : `${kind}, ${least} or more`;
  if (typeof value !== "number") throw typeError(what, must, value);
  const isIn = value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (!isIn) throw rangeError(what, must, value);
  return value;
}

/**
 * The given fields of an object, none of them unknown.
 *
 * @param {string} what @param {unknown} given @param {readonly string[]} names
 * @returns {Record<string, unknown>}
 */
export function checkFields(what, given, names) {
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw typeError(what, `an object with fields of ${names.join(", ")}`, given);
  }
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new TypeError(`fake server: ${what} has no field ${JSON.stringify(name)}; it may have ${names.join(", ")}`);
    }
  }
  return /** @type {Record<string, unknown>} */ (given);
}

/** @param {string} what @param {unknown} value @returns {string} */
export function checkText(what, value) {
  if (typeof value !== "string" || value === "") throw typeError(what, "a text that is not empty", value);
  return value;
}
