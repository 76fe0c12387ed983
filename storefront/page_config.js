// The addresses of the shop. A local stage that is started again has new ones under the same page.

import { backoffMs } from "#realtime-client";
import { fetchOrExplain, Unreachable } from "./fetch_or_explain.js";

/** Number of the first wait in the back-off: the connection tries the old address some times first. */
export const FIRST_LOOK = 4;

/** A file of the page's own server: one that takes longer is tried again. */
export const CONFIG_WITHIN_MS = 10_000;

/** There is no configuration yet. The page looks again by itself. */
export class NotOpen extends Unreachable {
  constructor() {
    super("not-open", "shop");
  }
}

/** Throws `NotOpen`. `parts` replaces the browser's in tests. */
export async function readPageConfig(parts = {}) {
  const about = { question: "shop", withinMs: CONFIG_WITHIN_MS, ...parts };
  const { ok, body } = await fetchOrExplain("/config.json", { cache: "no-store" }, about).catch(() => ({}));
  if (!ok || !body.httpUrl) throw new NotOpen(); // or the stage is not up yet
  return body;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Calls `onMoved(config)` once the configuration differs from the one given to `start`. */
export function createMoveWatch(onMoved, { read = () => readPageConfig(), setTimer = setTimeout, random } = {}) {
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
