// A stage, its lines and a browser in simulated time, for the tests of a page. interface.js has what a test sees.

import { checkNumber } from "./checks.js";
import { lineVerbs } from "./line_verbs.js";
import { checkOptions } from "./options.js";
import { fakeStorage } from "./page.js";
import { createSimulatedTime } from "./simulated_time.js";
import { createStage } from "./stage.js";
import { stageVerbs } from "./stage_verbs.js";
import { openTab } from "./tab.js";

const LONGEST_SECONDS = 1e9; // of one advance()

/**
 * A fake server: it speaks `realtime.v1` as a stage does, in this process, without network and clock.
 *
 * @param {import("./options.js").FakeServerOptions} [options]
 * @returns {import("./interface.js").FakeServer}
 */
export function createFakeServer(options = {}) {
  const { url, random, ...limits } = checkOptions(options);
  const time = createSimulatedTime();
  const stage = createStage({ url, ...limits }, time);
  const browser = {
    world: { time, shakeHands: stage.shakeHands },
    url,
    localStorage: fakeStorage(),
    isOnline: () => !stage.mood.isOffline,
    random,
  };
  /** @type {Set<import("./tab.js").OpenTab>} */
  const tabs = new Set();

  function newTab() {
    const tab = openTab(browser);
    tabs.add(tab);
    return tab;
  }

  return {
    ...stageVerbs(stage),
    ...lineVerbs(stage, tabs),
    url,
    connect: (connectOptions) => newTab().connect(connectOptions),
    openTab: newTab,
    WebSocket: newTab().WebSocket,
    counts() {
      const total = { sockets: 0, timers: 0, listeners: 0 };
      for (const tab of tabs) {
        const { sockets, timers, listeners } = tab.counts();
        total.sockets += sockets;
        total.timers += timers;
        total.listeners += listeners;
      }
      return total;
    },
    now: stage.nowMs,
    settled: () => time.settle(),
    async advance(seconds) {
      await time.advance(1000 * checkNumber("advance: the seconds", seconds, { least: 0, most: LONGEST_SECONDS }));
    },
  };
}
