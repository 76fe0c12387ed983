// A tab with a client, on a simulated clock that it may share with other tabs: what it was told, and when.

import { connect } from "../../client/realtime.js";
import { clockOf, fakePage, HALF, memory, tokenOf, URL } from "./fake_browser.mjs";
import { settled } from "./fake_clock.mjs";

/** `heard` has the time at which each event came, by its number; `liveMs()` is the time live so far. */
export async function openTab(clock, stage, {
  token = () => tokenOf("ada"), page = fakePage(), random = HALF, setTimer = clock.setTimer, onState = null, ...options
} = {}) {
  let liveMs = 0;
  let liveSince = null;
  const tab = {
    page, state: null, code: null, codes: [], reasons: [], heard: new Map(), asked: 0,
    liveMs: () => liveMs + (liveSince === null ? 0 : clock.now() - liveSince),
    /** The buyer leaves the tab, or looks at it. */
    hide: () => show("hidden"),
    look: () => show("visible"),
  };
  function show(visibility) {
    tab.page.document.visibilityState = visibility;
    tab.page.document.dispatchEvent(new Event("visibilitychange"));
    return settled();
  }
  const counted = (need) => {
    tab.asked += 1;
    return token(need);
  };
  tab.handle = connect({
    url: URL, token: typeof token === "function" ? counted : token, WebSocket: stage.Socket, ...options,
    environment: { storages: [memory()], page, random, ...clockOf(clock), setTimer },
  });
  function told({ state, code, reason }) {
    liveMs = tab.liveMs();
    liveSince = state === "live" ? clock.now() : null;
    Object.assign(tab, { state, code });
    tab.codes.push(code);
    tab.reasons.push(reason);
  }
  told(tab.handle);
  tab.handle.subscribe(({ sequence }) => tab.heard.set(Number(sequence), clock.now()));
  tab.handle.on("state", onState ?? told);
  await settled();
  return tab;
}
