// How long to wait before the next attempt to connect.

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MOST_MS = 30_000;

/**
 * A connection starts the back-off over only after it stayed live this long. A server that closes
 * each connection soon after it opened (too many tabs: the oldest goes) would be tried in a hot
 * loop otherwise, by every tab that lost its place.
 */
export const SETTLED_AFTER_MS = 60_000;

/** Full jitter: anywhere between the floor and a ceiling that doubles with each attempt. */
export function backoffMs(attempt, random = Math.random) {
  const ceiling = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (attempt + 1));
  return BACKOFF_FIRST_MS + random() * (ceiling - BACKOFF_FIRST_MS);
}
