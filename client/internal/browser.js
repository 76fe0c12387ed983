// The browser and the page, as the client uses them.

import { browserStorages } from "./last_sequence.js";

/** The parts of the browser that tests replace. */
export const browser = () => ({
  webSocket: globalThis.WebSocket,
  storages: browserStorages(),
  page: globalThis,
  random: Math.random,
  now: () => performance.now(),
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer),
});

/** Calls the page. An error of the page, also in a promise, is logged and stops nothing. */
export function callPage(name, callback, ...said) {
  const log = (error) => console.error(`realtime: ${name} failed`, error);
  try {
    Promise.resolve(callback?.(...said)).catch(log);
  } catch (error) {
    log(error);
  }
}
