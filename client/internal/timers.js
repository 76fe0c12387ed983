// Timers by name. Starting a timer again replaces it; all timers can be stopped at once.

export function createTimers(setTimer, clearTimer) {
  const running = new Map();

  function stop(name) {
    if (running.has(name)) clearTimer(running.get(name));
    running.delete(name);
  }

  return {
    stop,
    stopAll: () => [...running.keys()].forEach(stop),
    runs: (name) => running.has(name),
    start(name, ms, callback) {
      stop(name);
      running.set(name, setTimer(() => {
        running.delete(name);
        callback();
      }, ms));
    },
  };
}
