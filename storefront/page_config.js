// Where the shop is. A stage that is started anew has other addresses under the same page.

import { backoffMs } from "../client/internal/backoff.js";

/** After some tries at the old address, at about the same times as the connection's next ones. */
export const FIRST_LOOK = 4;

export async function readSettings() {
  const settings = await (await fetch("/config.json", { cache: "no-store" })).json();
  if (!settings.httpUrl) throw new Error("the stage is not up yet");
  return settings;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** `onMoved(settings)` once they differ from those that the watch was started with. */
export function createMoveWatch(onMoved, { read = readSettings, setTimer = setTimeout, random } = {}) {
  let watch = null; // {settings} while it runs

  function lookLater(mine, attempt) {
    setTimer(() => look(mine, attempt), backoffMs(attempt, random));
  }

  async function look(mine, attempt) {
    if (mine !== watch) return;
    const found = await read().catch(() => mine.settings); // the page's own server may be away too
    if (mine !== watch) return;
    if (same(found, mine.settings)) {
      lookLater(mine, attempt + 1);
    } else {
      watch = null;
      onMoved(found);
    }
  }

  return {
    start(settings) {
      if (watch) return;
      watch = { settings };
      lookLater(watch, FIRST_LOOK);
    },
    stop() {
      watch = null;
    },
  };
}
