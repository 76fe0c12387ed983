// The claims of a token, without verification: the servers verify it. The client needs the user's
// name for the last sequence, and the token's life; the page needs the expiry.

/** The claims of a JWT; null for a text that is not a JWT. @type {(token: string) => Record<string, any> | null} */
export function claimsOf(token) {
  try {
    const body = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/**
 * The user whose token it is, by its `sub`; null where it has none. Last sequences are stored by user,
 * so that two users of one browser never share one.
 *
 * @type {(token: string) => string | null}
 */
export function subjectOf(token) {
  const subject = claimsOf(token)?.sub;
  return typeof subject === "string" ? subject : null;
}

/** How long a token lives in all; null where it does not say. @type {(token: string) => number | null} */
export function lifeMsOf(token) {
  const { exp, iat } = claimsOf(token) ?? {};
  const life = 1000 * (exp - iat);
  return life > 0 ? life : null;
}
