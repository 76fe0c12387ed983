// The page's Content-Security-Policy names the servers that it may talk to. After the shop has moved, a page
// of before learns the new addresses, and its browser refuses them: only a reload brings the new policy.

const refused = new Set(); // what the policy has refused: origins, or where a browser hides them, schemes

/** The origin of an address; "" for one of the page's own server. */
export function originOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    return "";
  }
}

const sourceOf = (blockedURI) => originOf(blockedURI) || blockedURI;

/** Some browsers tell no more of a WebSocket's address than its scheme. */
const isAt = (source, address) => originOf(address) === source || address.split(":")[0] === source;

export const isRefusedByPolicy = (url) => refused.has(originOf(url));

/**
 * Calls `onRefused()` once for each server that the policy refuses, of those at `addresses()`. Others are no
 * matter of the page: an extension of the browser may ask for them.
 */
export function watchPolicy(addresses, onRefused, target = document) {
  target.addEventListener("securitypolicyviolation", ({ effectiveDirective, disposition, blockedURI }) => {
    if (effectiveDirective !== "connect-src" || disposition === "report") return;
    const source = sourceOf(blockedURI);
    if (refused.has(source) || !addresses().some((address) => isAt(source, address))) return;
    refused.add(source);
    onRefused();
  });
}
