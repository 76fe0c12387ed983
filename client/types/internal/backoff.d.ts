/**
 * A random wait between BACKOFF_FIRST_MS and a ceiling that doubles with each attempt.
 *
 * @param {number} attempt  Counts from 0.
 * @param {() => number} random
 */
export function backoffMs(attempt: number, random?: () => number, mostMs?: number): number;
export const BACKOFF_FIRST_MS: 500;
export const BACKOFF_MOST_MS: 30000;
/**
 * The back-off starts over only after a connection was live for this long. Otherwise a page whose
 * connections are lost soon after they open would reconnect in a hot loop. Proxies are known that end a
 * connection after 30 s: behind one, this time lets the page wait half a second and not half a minute.
 */
export const SETTLED_AFTER_MS: 25000;
/**
 * The same where the server closed the connection, which no healthy server does to a young one. Where the
 * limit of connections closes the oldest and its page is not told why, a user's pages are closed in turn:
 * each must stay away for long.
 */
export const SETTLED_AFTER_CLOSE_MS: 120000;
