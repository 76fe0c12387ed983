// Moments at which waiting for a timer would be a waste: the network is back, the tab is looked at
// again, the page left the back-forward cache, the laptop was opened.

/**
 * Calls `onWake` at such moments and `onOffline` when the browser knows that it has no network.
 * Answers a function that ends it. `target` is the window; anything without events is left alone.
 */
export function watchPage(target, { onWake, onOffline }) {
  const page = target?.document;
  const seen = () => page.visibilityState === "visible" && onWake();
  const watched = [
    [target, "online", () => onWake()],
    [target, "offline", () => onOffline()],
    [target, "pageshow", (event) => event.persisted && onWake()],
    [page, "visibilitychange", seen],
  ];
  for (const [where, name, listener] of watched) where?.addEventListener?.(name, listener);
  return () => {
    for (const [where, name, listener] of watched) where?.removeEventListener?.(name, listener);
  };
}
