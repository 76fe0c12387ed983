// Options of the fake server, checked and with their defaults.

import { checkFields, checkNumber, checkText, typeError } from "./checks.js";

/**
 * @typedef {object} FakeServerOptions
 * @property {string} [url]  The address at which it answers; "wss://fake.example/live" when omitted.
 * @property {number} [maxConnectionsPerUser]  A further connection closes the oldest one; 20 when omitted, 1 to 100.
 * @property {number} [replayWindowHours]  How long a page can resume missed events; 24 when omitted.
 * @property {number} [subscriptionCheckMinutes]
 *   Minutes without an event after which a page proves its subscription; 10 when omitted, 10 to 110.
 * @property {number} [eventsPerAnswer]  The most events that one answer to a resume has; 500 when omitted.
 * @property {number} [idleSeconds]  A connection without traffic is closed after it; 600 when omitted.
 * @property {number} [connectionSeconds]  The longest life of a connection; 7200 when omitted.
 * @property {string | number | Date} [startsAt]
 *   The time by the server's clock when it is made, in events and tokens; 2026-01-01T00:00:00Z when omitted.
 * @property {() => number} [random]  In place of Math.random, for the back-off; always 0.5 when omitted.
 */

const DEFAULT_START = "2026-01-01T00:00:00Z";
const HALF = () => 0.5;
const NAMES = [
  "url", "maxConnectionsPerUser", "replayWindowHours", "subscriptionCheckMinutes", "eventsPerAnswer", "idleSeconds",
  "connectionSeconds", "startsAt", "random",
];
const WHAT = "createFakeServer";

/** @param {unknown} startsAt @returns {number} In Unix milliseconds. */
function checkStart(startsAt) {
  const ms = startsAt instanceof Date || ["string", "number"].includes(typeof startsAt)
    ? new Date(/** @type {string | number | Date} */ (startsAt)).getTime()
    : Number.NaN;
  if (Number.isNaN(ms)) throw typeError(`${WHAT}: startsAt`, `a point in time, such as "${DEFAULT_START}"`, startsAt);
  return ms;
}

/** @param {unknown} url */
function checkUrl(url) {
  const text = checkText(`${WHAT}: url`, url);
  if (!/^wss?:\/\/[^/]/.test(text)) throw typeError(`${WHAT}: url`, "an address that begins with wss:// or ws://", url);
  return text;
}

/** @param {FakeServerOptions} given */
export function checkOptions(given) {
  const {
    url = "wss://fake.example/live", maxConnectionsPerUser = 20, replayWindowHours = 24, subscriptionCheckMinutes = 10,
    eventsPerAnswer = 500, idleSeconds = 600, connectionSeconds = 7200, startsAt = DEFAULT_START, random = HALF,
  } = /** @type {FakeServerOptions} */ (checkFields(WHAT, given, NAMES));
  if (typeof random !== "function") throw typeError(`${WHAT}: random`, "a function", random);
  /** @param {string} name @param {unknown} value @param {{least: number, most?: number, isWhole?: boolean}} range */
  const number = (name, value, range) => checkNumber(`${WHAT}: ${name}`, value, range);
  return {
    url: checkUrl(url),
    maxConnectionsPerUser: number("maxConnectionsPerUser", maxConnectionsPerUser, { least: 1, most: 100, isWhole: true }),
    windowSeconds: 3600 * number("replayWindowHours", replayWindowHours, { least: 0 }),
    checkMinutes: number("subscriptionCheckMinutes", subscriptionCheckMinutes, { least: 10, most: 110, isWhole: true }),
    eventsPerAnswer: number("eventsPerAnswer", eventsPerAnswer, { least: 1, isWhole: true }),
    idleSeconds: number("idleSeconds", idleSeconds, { least: 0 }),
    connectionSeconds: number("connectionSeconds", connectionSeconds, { least: 0 }),
    startMs: checkStart(startsAt),
    random,
  };
}
