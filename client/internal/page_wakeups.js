// Moments at which the client should act at once and not wait for a timer: the network is back or is
// another one, the tab is visible again (also after the laptop slept), the window got the focus, the page
// left the back-forward cache.

import { FOCUS, LOOK, NETWORK } from "./causes.js";

/** Browsers report each new estimate of the speed as a change, too: only the kind of network counts. */
const kindOf = (/** @type {any} */ network) => `${network?.type} ${network?.effectiveType}`;

/**
 * Calls `onWake(LOOK | FOCUS | NETWORK)` at such moments, `onNewNetwork()` before it where another network
 * is likely, and `onOffline` when the browser loses the network. Answers a function that stops watching.
 * `target` is the window, or an object without events, as in tests.
 *
 * @param {any} target
 * @param {{onWake: (kind: string) => void, onOffline: () => void, onNewNetwork: () => void}} on
 */
export function watchPage(target, { onWake, onOffline, onNewNetwork }) {
  const page = target?.document;
  const network = target?.navigator?.connection; // some browsers have none
  const seen = () => page.visibilityState === "visible" && onWake(LOOK);
  let kind = kindOf(network);
  let type = network?.type;

  function online() {
    onNewNetwork();
    onWake(NETWORK);
  }

  function changed() {
    const before = kind;
    kind = kindOf(network);
    if (network.type !== type) onNewNetwork();
    type = network.type;
    if (kind !== before) onWake(NETWORK);
  }

  const watched = [
    [target, "online", online],
    [target, "offline", () => onOffline()],
    [target, "focus", () => onWake(FOCUS)],
    [target, "pageshow", (/** @type {PageTransitionEvent} */ event) => event.persisted && onWake(LOOK)],
    [page, "visibilitychange", seen],
    [network, "change", changed],
  ];
  for (const [where, name, listener] of watched) where?.addEventListener?.(name, listener);
  return () => {
    for (const [where, name, listener] of watched) where?.removeEventListener?.(name, listener);
  };
}
