// Moments at which the client should act at once and not wait for a timer: the network is back or is
// another one, the tab is visible again (also after the laptop slept), the page left the back-forward
// cache.

/** Browsers report each new estimate of the speed as a change, too: only the kind of network counts. */
const kindOf = (network) => `${network?.type} ${network?.effectiveType}`;

/**
 * Calls `onWake` at such moments, and `onOffline` when the browser loses the network. Answers a
 * function that stops watching. `target` is the window, or an object without events, as in tests.
 */
export function watchPage(target, { onWake, onOffline }) {
  const page = target?.document;
  const network = target?.navigator?.connection; // some browsers have none
  const seen = () => page.visibilityState === "visible" && onWake();
  let kind = kindOf(network);

  function changed() {
    const before = kind;
    kind = kindOf(network);
    if (kind !== before) onWake();
  }

  const watched = [
    [target, "online", () => onWake()],
    [target, "offline", () => onOffline()],
    [target, "pageshow", (event) => event.persisted && onWake()],
    [page, "visibilitychange", seen],
    [network, "change", changed],
  ];
  for (const [where, name, listener] of watched) where?.addEventListener?.(name, listener);
  return () => {
    for (const [where, name, listener] of watched) where?.removeEventListener?.(name, listener);
  };
}
