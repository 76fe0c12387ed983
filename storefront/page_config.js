// The addresses of the shop. A local stage that is started again has new ones under the same page.

import { backoffMs } from "realtime-notifier-client";
import { fetchOrExplain, Unreachable } from "./fetch_or_explain.js";
import { createTeller } from "./told_once.js";

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

const isText = (value) => typeof value === "string" && value !== "";
const TEXT = ["a text that is not empty", isText];
const isBuyers = (value) => Array.isArray(value) && value.every((one) => isText(one?.email) && isText(one?.password));

/** What each field must be. */
const FIELDS = {
  httpUrl: TEXT,
  websocketUrl: TEXT,
  cognitoEndpoint: TEXT,
  userPoolClientId: TEXT,
  demoBuyers: ["a list of {email, password}, or absent", (value) => isBuyers(value ?? [])],
};

const tell = createTeller();

/** Without the value: it may hold a password. */
function kindOf(value) {
  if (value === undefined) return "nothing";
  if (value === "") return "an empty text";
  if (value === null) return "null";
  return Array.isArray(value) ? "another list" : `a ${typeof value}`;
}

/** True where the page can use each field. A developer is told of one that it cannot. */
function isUsable(config) {
  const wrong = Object.keys(FIELDS).find((name) => !FIELDS[name][1](config[name]));
  if (wrong) tell(`config.json: ${wrong} must be ${FIELDS[wrong][0]}, got`, kindOf(config[wrong]));
  return !wrong;
}

/** Throws `NotOpen`. `parts` replaces the browser's in tests. */
export async function readPageConfig(parts = {}) {
  const about = { question: "shop", withinMs: CONFIG_WITHIN_MS, ...parts };
  const { ok, body } = await fetchOrExplain("/config.json", { cache: "no-store" }, about).catch(() => ({}));
  const isUp = ok && Object.keys(body).length > 0; // a local stage that is not up yet answers 503
  if (!isUp || !isUsable(body)) throw new NotOpen();
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
