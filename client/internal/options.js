// The options of the public functions: a wrong one is an error that says what is allowed.

import { browser } from "./environment.js";
import { checkPingEverySeconds, PING_EVERY_SECONDS } from "./line_patience.js";
import { LONGEST_QUEUE } from "./outbox.js";

/** For an error's text. Never the value of a token: it is a secret. @param {unknown} value */
export function shown(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object" && typeof value !== "function") return String(value);
  if (typeof value === "function") return "a function";
  return Array.isArray(value) ? "a list" : "an object";
}

/**
 * @typedef {(value: any) => boolean} Check
 * @typedef {Record<string, [wanted: string, isRight: Check]>} Table
 */

/** @type {Check} */
export const isObject = (value) => typeof value === "object" && value !== null;
/** @type {Check} */
const isFunction = (value) => typeof value === "function";
/** @type {Check} */
const isSignal = (value) => isObject(value) && typeof value.aborted === "boolean" && isFunction(value.addEventListener);

/** What is undefined is omitted. @param {object} given */
export const present = (given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** What each option must be. An option that is undefined is omitted. @type {Table} */
const OPTIONS = {
  url: ["a text, such as wss://host/live", (value) => typeof value === "string"],
  token: ["a text that is not empty, or a function that answers the token",
    (value) => isFunction(value) || (typeof value === "string" && value !== "")],
  signal: ["an AbortSignal", isSignal],
  WebSocket: ["a class with the interface of the browser's WebSocket", isFunction],
  pingEverySeconds: ["a number", () => true], // its own check says more
  sendQueueLength: [`a whole number from 0 to ${LONGEST_QUEUE}`, Number.isInteger],
  environment: ["an object", isObject],
};
const REQUIRED = ["url", "token"];

/** @type {Table} */
const ENVIRONMENT = {
  storages: ["a list of storages", Array.isArray],
  page: ["an object such as the window", isObject],
  random: ["a function", isFunction],
  now: ["a function", isFunction],
  setTimer: ["a function", isFunction],
  clearTimer: ["a function", isFunction],
};

/** Names that the client had. @type {Record<string, string>} */
const REMEDIES = {
  onEvent: "use connection.subscribe(listener)",
  onState: 'use connection.on("state", listener)',
  onIncomplete: 'use connection.on("incomplete", listener)',
  webSocket: "write WebSocket",
};

/** @type {(where: string, given: object, table: Table) => void} */
function checkNames(where, given, table) {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(table, name)) continue;
    const remedy = Object.hasOwn(REMEDIES, name) ? REMEDIES[name] : `there are ${Object.keys(table).join(", ")}`;
    throw new TypeError(`${where}: there is no option ${shown(name)}; ${remedy}`);
  }
}

/** @type {(where: string, given: Record<string, any>, table: Table) => void} */
function checkKinds(where, given, table) {
  for (const [name, [wanted, isRight]] of Object.entries(table)) {
    const value = given[name];
    if (value === undefined || isRight(value)) continue;
    const got = name === "token" && value !== "" && value !== null ? `a value of type ${typeof value}` : shown(value);
    throw new TypeError(`${where}: ${name} must be ${wanted}, got ${got}`);
  }
}

/**
 * The options of `connect` with their defaults; throws TypeError or RangeError.
 *
 * @param {import("./interface.js").ConnectOptions} options
 */
export function checkedOptions(options) {
  if (!isObject(options)) throw new TypeError(`connect: there must be options, {url, token, …}, got ${shown(options)}`);
  checkNames("connect", options, OPTIONS);
  for (const name of REQUIRED) {
    if (/** @type {Record<string, any>} */ (options)[name] === undefined) throw new TypeError(`connect: ${name} is missing; it must be ${OPTIONS[name][0]}`);
  }
  checkKinds("connect", options, OPTIONS);
  const {
    url, token, signal, WebSocket = globalThis.WebSocket, pingEverySeconds = PING_EVERY_SECONDS,
    sendQueueLength = 0, environment = {},
  } = options;
  checkPingEverySeconds(pingEverySeconds);
  if (sendQueueLength < 0 || sendQueueLength > LONGEST_QUEUE) {
    throw new RangeError(`connect: sendQueueLength must be ${OPTIONS.sendQueueLength[0]}, got ${sendQueueLength}`);
  }
  checkNames("connect: environment", environment, ENVIRONMENT);
  checkKinds("connect: environment", environment, ENVIRONMENT);
  /** @type {import("./environment.js").Parts} */
  const parts = { ...browser(), ...present(environment), WebSocket };
  const isOwnStorage = environment.storages === undefined;
  return { url, token, signal, pingEverySeconds, sendQueueLength, isOwnStorage, parts };
}

/**
 * Checks a listener and its `{signal}`; answers the signal.
 *
 * @type {(where: string, listener: unknown, options?: import("./interface.js").ListenerOptions) => import("./interface.js").Signal | undefined}
 */
export function checkedListener(where, listener, options = {}) {
  if (!isFunction(listener)) throw new TypeError(`${where}: the listener must be a function, got ${shown(listener)}`);
  if (!isObject(options)) throw new TypeError(`${where}: the options must be an object, {signal}, got ${shown(options)}`);
  checkNames(where, options, { signal: OPTIONS.signal });
  checkKinds(where, options, { signal: OPTIONS.signal });
  return options.signal;
}
