// Acts at most once in a while, however often it is called.

/** Answers `seldom(act)`, which calls `act` unless it called one less than `ms` ago. */
export function createSeldom(ms, now = () => performance.now()) {
  let last = -Infinity;

  return function seldom(act) {
    const at = now();
    if (at - last < ms) return;
    last = at;
    act();
  };
}
