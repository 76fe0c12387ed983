// Acts once after a burst of calls.

export const SETTLE_MS = 100;

/** Calls that never pause must not put the act off for ever. */
export const AT_LATEST_MS = 2_000;

/** `soon()` calls `act` after a pause in the calls, or at the latest some time after the first one. */
export function createSettling(act, {
  setTimer = (callback, ms) => setTimeout(callback, ms), clearTimer = (timer) => clearTimeout(timer),
} = {}) {
  let [pause, latest] = [null, null];

  function stop() {
    for (const timer of [pause, latest]) if (timer !== null) clearTimer(timer);
    [pause, latest] = [null, null];
  }

  function now() {
    stop();
    act();
  }

  return {
    soon() {
      if (pause !== null) clearTimer(pause);
      pause = setTimer(now, SETTLE_MS);
      latest ??= setTimer(now, AT_LATEST_MS);
    },
    stop,
  };
}
