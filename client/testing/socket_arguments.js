// What a browser's WebSocket takes, and the exceptions by which it refuses the rest.

import { SUBPROTOCOL_TOKEN } from "../internal/web_socket.js";

/** @param {string} name @param {string} text */
export const refusal = (name, text) => new DOMException(`fake server: WebSocket: ${text}`, name);

/** @param {unknown} url */
export function checkedUrl(url) {
  let parsed;
  try {
    parsed = new URL(String(url));
  } catch {
    throw refusal("SyntaxError", `${JSON.stringify(url)} is no address`);
  }
  if (!["ws:", "wss:", "http:", "https:"].includes(parsed.protocol) || parsed.hash) {
    throw refusal("SyntaxError", `${parsed.href} is not an address of a WebSocket`);
  }
  return parsed.href.replace(/^http/, "ws");
}

/** @param {string | string[]} protocols */
export function checkedProtocols(protocols) {
  const offered = typeof protocols === "string" ? [protocols] : [...protocols];
  const isValid = offered.every((one) => SUBPROTOCOL_TOKEN.test(one)) && new Set(offered).size === offered.length;
  if (!isValid) throw refusal("SyntaxError", "a subprotocol is malformed, or there twice");
  return offered;
}

/** @param {number | undefined} code */
export function checkedCode(code) {
  if (code === undefined || code === 1000 || (code >= 3000 && code <= 4999)) return code;
  throw refusal("InvalidAccessError", `close: the code must be 1000 or from 3000 to 4999, got ${code}`);
}
