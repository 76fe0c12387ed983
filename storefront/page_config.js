// Where the shop is. A stage that is started anew has other addresses under the same page.

import { backoffMs } from "#realtime-client";

/** After some tries at the old address, at about the same times as the connection's next ones. */
export const FIRST_LOOK = 4;

export async function readPageConfig() {
  const config = await (await fetch("/config.json", { cache: "no-store" })).json();
  if (!config.httpUrl) throw new Error("the stage is not up yet");
  return config;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** `onMoved(config)` once it differs from the one that the watch was started with. */
export function createMoveWatch(onMoved, { read = readPageConfig, setTimer = setTimeout, random } = {}) {
  let watch = null; // {config} while it runs

  function lookLater(mine, attempt) {
    setTimer(() => look(mine, attempt), backoffMs(attempt, random));
  }

  async function look(mine, attempt) {
    if (mine !== watch) return;
    const found = await read().catch(() => mine.config); // the page's own server may be away too
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
