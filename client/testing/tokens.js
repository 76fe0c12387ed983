// Access tokens that the fake server issues or was told of, and which of them a handshake may use.

import { checkFields, checkNumber, checkText, checkUser } from "./checks.js";

const DEFAULT_LIFETIME_SECONDS = 3600;
/** How long after its end the stage still takes a token: clocks differ. */
export const CLOCK_SKEW_SECONDS = 30;

/** @param {object} value */
function base64url(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @typedef {object} Known
 * @property {string} user
 * @property {number} expiresAt  In Unix seconds.
 *
 * @typedef {{lifetimeSeconds?: number}} TokenOptions
 *   How long the token is good; 3600 when omitted. The stage takes it for another 30 s, as clocks differ.
 */

/** `nowSeconds` is the simulated time in Unix seconds. @param {() => number} nowSeconds */
export function createTokens(nowSeconds) {
  /** @type {Map<string, Known>} */
  const known = new Map();
  let number = 0;

  /** When the token is over. @param {string} verb @param {string} which @param {unknown} options */
  function endOf(verb, which, options) {
    const given = checkFields(`${verb}: the ${which} argument`, options, ["lifetimeSeconds"]);
    const { lifetimeSeconds = DEFAULT_LIFETIME_SECONDS } = given;
    return nowSeconds() + checkNumber(`${verb}: lifetimeSeconds`, lifetimeSeconds, { least: 0 });
  }

  return {
    /** @param {string} user @param {TokenOptions} [options] */
    issue(user, options = {}) {
      const claims = { sub: checkUser("token", user), iat: nowSeconds(), exp: endOf("token", "second", options) };
      number += 1;
      const head = base64url({ alg: "RS256", kid: "fake-server", typ: "JWT" });
      const token = `${head}.${base64url({ ...claims, token_use: "access", jti: String(number) })}.fake`;
      known.set(token, { user, expiresAt: claims.exp });
      return token;
    },
    /** @param {string} token @param {string} user @param {TokenOptions} [options] */
    accept(token, user, options = {}) {
      checkText("acceptToken: the token", token);
      checkUser("acceptToken", user, "second");
      known.set(token, { user, expiresAt: endOf("acceptToken", "third", options) });
    },
    /** Every token of the user is over. @param {string} user */
    expire(user) {
      const users = new Set([...known.values()].map((one) => one.user));
      if (!users.has(user)) {
        throw new Error(`fake server: expireToken: ${JSON.stringify(user)} has no token yet; there are some of:`
          + ` ${[...users].join(", ") || "nobody"}`);
      }
      const over = nowSeconds() - CLOCK_SKEW_SECONDS;
      for (const one of known.values()) if (one.user === user) one.expiresAt = Math.min(one.expiresAt, over);
    },
    /** Whose token it is; a text that says why not, otherwise. @param {string | null} token @returns {Known | string} */
    verify(token) {
      if (!token) return "no token";
      const found = known.get(token);
      if (found === undefined) return "the token is none of server.token() or server.acceptToken()";
      return found.expiresAt + CLOCK_SKEW_SECONDS <= nowSeconds() ? "the token has expired" : found;
    },
  };
}
