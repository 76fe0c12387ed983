// The addresses of the shop. A local stage that is started again has new ones under the same page.

import { backoffMs } from "#realtime-client";

/** Number of the first wait in the back-off: the connection tries the old address some times first. */
export const FIRST_LOOK = 4;

export async function readPageConfig() {
  const config = await (await fetch("/config.json", { cache: "no-store" })).json();
  if (!config.httpUrl) throw new Error("the stage is not up yet");
  return config;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Calls `onMoved(config)` once the configuration differs from the one given to `start`. */
export function createMoveWatch(onMoved, { read = readPageConfig, setTimer = setTimeout, random } = {}) {
  let watch = null; // {config} while it runs

  function lookLater(mine, attempt) {
    setTimer(() => look(mine, attempt), backoffMs(attempt, random));
  }

  async function look(mine, attempt) {
    if (mine !== watch) return;
    const found = await read().catch(() => mine.config); // the page's own server may be down too
    if (mine !== watch) return;
    if (same(found, mine.config)) {
      lookLater(mine, attempt + 1);
    } else {
      watch = null;
      onMoved(found);
    }
  }

  return {
    start(config) {
      if (watch) return;
      watch = { config };
      lookLater(watch, FIRST_LOOK);
    },
    stop() {
      watch = null;
    },
  };
}
