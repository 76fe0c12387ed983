// A stage, its lines and a browser in simulated time, for the tests of a page.

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
 * @typedef {import("./options.js").FakeServerOptions} FakeServerOptions
 * @typedef {import("./tab.js").Tab} Tab
 * @typedef {import("./tab.js").Counts} Counts
 * @typedef {ReturnType<typeof createFakeServer>} FakeServer
 */

/**
 * A fake server: it speaks `realtime.v1` as a stage does, in this process, without network and clock.
 *
 * @param {FakeServerOptions} [options]
 */
export function createFakeServer(options = {}) {
  return fakeServerOn(createSimulatedTime(), options);
}

/**
 * The same on a clock that others use, too.
 *
 * @param {import("./simulated_time.js").SimulatedTime} time @param {FakeServerOptions} [options]
 */
export function fakeServerOn(time, options = {}) {
  const checked = checkOptions(options);
  const stage = createStage(checked, time);
  const browser = {
    world: { time, shakeHands: stage.shakeHands },
    localStorage: fakeStorage(),
    isOnline: () => !stage.mood.isOffline,
    random: checked.random,
  };
  /** @type {Set<Tab>} */
  const tabs = new Set();

  function newTab() {
    const tab = openTab(browser);
    tabs.add(tab);
    return tab;
  }

  /** The page of `server.WebSocket`, which has timers and events of its own. */
  const outside = newTab();

  return {
    /** The address at which the server answers: the `url` of `connect`. */
    url: checked.url,

    /** Put it in place of `globalThis.WebSocket` for a page whose call of `connect` cannot be reached. */
    WebSocket: outside.WebSocket,

    /**
     * The package's `connect` with this server, its clock and its browser. Each call is a tab of its own.
     *
     * @param {Parameters<Tab["connect"]>[0]} connectOptions
     */
    connect: (connectOptions) => newTab().connect(connectOptions),

    /** A tab that a test can hide, show and reload. */
    openTab: newTab,

    ...stageVerbs(stage),
    ...lineVerbs(stage, tabs),

    /** What all pages have that is not closed, stopped or removed. All are 0 after `close()`. @returns {Counts} */
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

    /** The time by the server's clock, in Unix milliseconds. */
    now: stage.nowMs,

    /** Waits until everything that is due has happened. The clock stands still. */
    settled: () => time.settle(),

    /** Lets that much simulated time pass, and everything happen that is due in it. @param {number} seconds */
    async advance(seconds) {
      await time.advance(1000 * checkNumber("advance: the seconds", seconds, { least: 0, most: LONGEST_SECONDS }));
    },
  };
}
