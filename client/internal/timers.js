// Timers by name. Starting a timer again replaces it; all timers can be stopped at once.

/** @typedef {ReturnType<typeof createTimers>} Timers */

/**
 * @param {(callback: () => void, ms: number) => any} setTimer
 * @param {(timer: any) => void} clearTimer
 */
export function createTimers(setTimer, clearTimer) {
  /** @type {Map<string, any>} */
  const running = new Map();

  /** @param {string} name */
  function stop(name) {
    if (running.has(name)) clearTimer(running.get(name));
    running.delete(name);
  }

  return {
    stop,
    stopAll: () => [...running.keys()].forEach(stop),
    runs: (/** @type {string} */ name) => running.has(name),
    /** @type {(name: string, ms: number, callback: () => void) => void} */
    start(name, ms, callback) {
      stop(name);
      running.set(name, setTimer(() => {
        running.delete(name);
        callback();
      }, ms));
    },
  };
}
