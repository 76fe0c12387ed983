// What a token says, unverified: for display, its expiry, and the names of what is stored. The
// servers check.

/** The claims of a JWT; null for a token that is none. */
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
 * Whose token it is: this user's last sequence is kept under that name, so that two users of one
 * browser never share one. Null where it names nobody.
 */
export function subjectOf(token) {
  const subject = claimsOf(token)?.sub;
  return typeof subject === "string" ? subject : null;
}
