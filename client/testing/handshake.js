// Whom the stage lets in. A browser tells a page nothing of a refusal but that the connection failed.

import { BEARER_PREFIX, PROTOCOL } from "../internal/protocol.js";

/**
 * @typedef {object} Handshake  One try to connect, as the server saw it.
 * @property {number} at  By the server's clock, in Unix milliseconds.
 * @property {string | null} user
 * @property {number} status  The HTTP status: 101 for a connection; 0 where nothing answered.
 * @property {string} reason  Why it was refused; "" for a connection.
 *
 * @typedef {{isOffline: boolean, isRefusing: boolean}} Mood
 */

/** The address without its query: a token in it would be ignored, too. @param {string} url */
export const placeOf = (url) => new URL(url).href.split("?", 1)[0];

/**
 * @param {{
 *   url: string, mood: Mood, tokens: ReturnType<typeof import("./tokens.js").createTokens>, now: () => number,
 * }} options
 */
export function createHandshakes({ url, mood, tokens, now }) {
  /** @type {Handshake[]} */
  const handshakes = [];

  /** @param {string} place @param {string[]} offered @returns {{token: import("./tokens.js").Known} | {status: number, reason: string}} */
  function decide(place, offered) {
    if (mood.isOffline) return { status: 0, reason: "server.offline() was called" };
    if (placeOf(place) !== placeOf(url)) return { status: 0, reason: `nothing answers at ${place}; server.url is ${url}` };
    if (mood.isRefusing) return { status: 500, reason: "server.refuseHandshakes() was called" };
    const bearer = offered.find((one) => one.startsWith(BEARER_PREFIX));
    const token = tokens.verify(bearer?.slice(BEARER_PREFIX.length) ?? null);
    if (typeof token === "string") return { status: 401, reason: token };
    // A browser that offered subprotocols wants one of them in the answer.
    if (!offered.includes(PROTOCOL)) return { status: 400, reason: `the client does not offer ${PROTOCOL}` };
    return { token };
  }

  return {
    handshakes,
    /** The token of a client that is let in; null otherwise. @param {string} place @param {string[]} offered */
    admitted(place, offered) {
      const decided = decide(place, offered);
      const isIn = "token" in decided;
      handshakes.push({
        at: now(), user: isIn ? decided.token.user : null, status: isIn ? 101 : decided.status,
        reason: isIn ? "" : decided.reason,
      });
      return isIn ? decided.token : null;
    },
  };
}
