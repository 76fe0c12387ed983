// The browser and the page, as the client uses them: the option `environment` replaces each part.

import { browserStorages } from "./last_sequence.js";

/**
 * @typedef {Required<import("./interface.js").Environment>} Environment
 * @typedef {Omit<Environment, "page"> & {page: any, WebSocket: any}} Parts  Of other platforms `page` may be anything.
 */

/** @type {() => Environment} */
export const browser = () => ({
  storages: browserStorages(),
  page: globalThis,
  random: Math.random,
  now: () => performance.now(),
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer),
});
