// How long to wait before the next attempt to connect.

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MOST_MS = 30_000;

/**
 * The back-off starts over only after a connection was live for this long. Otherwise a tab whose
 * connections are closed soon after they open would reconnect in a hot loop: with too many tabs, each
 * new connection closes the oldest one.
 */
export const SETTLED_AFTER_MS = 60_000;

/** A random wait between BACKOFF_FIRST_MS and a ceiling that doubles with each attempt. */
export function backoffMs(attempt, random = Math.random) {
  const ceiling = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (attempt + 1));
  return BACKOFF_FIRST_MS + random() * (ceiling - BACKOFF_FIRST_MS);
}
