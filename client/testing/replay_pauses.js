// When the stage sends missed events again: not the same ones to one connection within some seconds, and to
// one user not too often in a minute.

export const COOLDOWN_SECONDS = 5;
export const MOST_REPLAYS_A_MINUTE = 60;
const MINUTE_SECONDS = 60;

/** @typedef {import("./connections.js").Connection} Connection */

/** `nowMs` is the simulated time in Unix milliseconds. @param {() => number} nowMs */
export function createReplayPauses(nowMs) {
  /** @type {WeakMap<Connection, {through: number, at: number}>} */
  const replayed = new WeakMap();
  /** @type {Map<string, {minute: number, replays: number}>} */
  const minutes = new Map();

  /** @param {Connection} connection @param {number} start @param {number} through */
  function cooldownLeft(connection, start, through) {
    const before = replayed.get(connection);
    const now = nowMs();
    const leftMs = before === undefined ? 0 : before.at + 1000 * COOLDOWN_SECONDS - now;
    if (before !== undefined && before.through > start && leftMs > 0) return Math.ceil(leftMs / 1000);
    replayed.set(connection, { through, at: now });
    return 0;
  }

  /** @param {string} user */
  function allowanceLeft(user) {
    const now = Math.floor(nowMs() / 1000);
    const minute = Math.floor(now / MINUTE_SECONDS);
    const counted = minutes.get(user);
    const replays = counted?.minute === minute ? counted.replays : 0;
    if (replays >= MOST_REPLAYS_A_MINUTE) return (minute + 1) * MINUTE_SECONDS - now;
    minutes.set(user, { minute, replays: replays + 1 });
    return 0;
  }

  return {
    /**
     * 0 if the events from `start` to `through` may be sent now, which is then noted.
     *
     * @param {Connection} connection @param {number} start @param {number} through
     */
    secondsToWait(connection, start, through) {
      const cooldown = cooldownLeft(connection, start, through);
      if (cooldown > 0) return cooldown;
      const wait = allowanceLeft(connection.user);
      return wait > 0 ? Math.max(wait, COOLDOWN_SECONDS) : 0; // the cooldown has begun, too
    },
  };
}
