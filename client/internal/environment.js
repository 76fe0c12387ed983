// The browser and the page, as the client uses them: the option `environment` replaces each part.

import { browserStorages } from "./last_sequence.js";

export const browser = () => ({
  storages: browserStorages(),
  page: globalThis,
  random: Math.random,
  now: () => performance.now(),
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer),
});
