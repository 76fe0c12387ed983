// A tab of the simulated browser: its window, its storages, its timers and its sockets.

import { isObject, present } from "../internal/options.js";
import { connect } from "../realtime.js";
import { placeOf } from "./handshake.js";
import { fakePage, fakeStorage } from "./page.js";
import { webSocketOf } from "./web_socket.js";

/**
 * @typedef {import("./web_socket.js").World} World
 * @typedef {import("./page.js").FakePage} FakePage
 * @typedef {import("./page.js").FakeStorage} FakeStorage
 *
 * @typedef {object} Browser  What all tabs of one browser have in common.
 * @property {World} world
 * @property {FakeStorage} localStorage
 * @property {string} url  Where the server answers.
 * @property {() => boolean} isOnline
 * @property {() => number} random
 */

/** One page load. @param {Browser} browser @param {FakeStorage} sessionStorage */
function load({ world, localStorage, isOnline, random }, sessionStorage) {
  const { time } = world;
  const page = fakePage({ isOnline: isOnline() });
  /** @type {Set<number>} */
  const timers = new Set();
  let isOver = false;
  const owner = { isGone: () => isOver, sockets: /** @type {Set<any>} */ (new Set()) };

  /** @param {() => void} callback @param {number} ms */
  function setTimer(callback, ms) {
    if (isOver) return 0;
    const id = time.setTimer(() => {
      timers.delete(id);
      callback();
    }, ms);
    timers.add(id);
    return id;
  }

  /** @param {number} id */
  function clearTimer(id) {
    timers.delete(id);
    time.clearTimer(id);
  }

  return {
    page,
    WebSocket: webSocketOf(world, owner),
    environment: { storages: [sessionStorage, localStorage], page, random, now: time.now, setTimer, clearTimer },
    counts: () => ({ sockets: owner.sockets.size, timers: timers.size, listeners: page.countListeners() }),
    /** The page is gone, as by a reload: its code never runs again. */
    end() {
      isOver = true;
      for (const socket of owner.sockets) socket.close();
      for (const id of timers) clearTimer(id);
    },
  };
}

/**
 * The options of `connect` with this page's socket and environment, unless they have their own. What is no object goes
 * on as it is: the client's own check says what is allowed.
 *
 * @param {any} options @param {ReturnType<typeof load>} loaded
 */
function completed(options, loaded) {
  if (!isObject(options)) return options;
  const { environment = {}, ...others } = options;
  const merged = isObject(environment) ? { ...loaded.environment, ...present(environment) } : environment;
  return { WebSocket: loaded.WebSocket, ...present(others), environment: merged };
}

/** @typedef {import("./interface.js").Tab & {setOnline: (isOnline: boolean) => void}} OpenTab */

/** An address where nothing answers is a mistake of the test. What is no address is the client's to tell. @param {string} url @param {unknown} given */
function checkUrl(url, given) {
  try {
    if (!/^wss?:/.test(String(given)) || placeOf(String(given)) === placeOf(url)) return;
  } catch {
    return;
  }
  throw new RangeError(`fake server: connect: url must be server.url, ${JSON.stringify(url)} (or give yours to`
    + ` createFakeServer), got ${JSON.stringify(given)}`);
}

/** @param {Browser} browser @returns {OpenTab} */
export function openTab(browser) {
  const sessionStorage = fakeStorage();
  let loaded = load(browser, sessionStorage);

  return {
    get page() {
      return loaded.page;
    },
    get WebSocket() {
      return loaded.WebSocket;
    },
    get environment() {
      return loaded.environment;
    },
    connect(options) {
      checkUrl(browser.url, options?.url);
      return connect(completed(options, loaded));
    },
    hide() {
      loaded.page.document.visibilityState = "hidden";
      loaded.page.document.dispatchEvent(new Event("visibilitychange"));
    },
    show() {
      loaded.page.document.visibilityState = "visible";
      loaded.page.document.dispatchEvent(new Event("visibilitychange"));
    },
    reload() {
      loaded.end();
      loaded = load(browser, sessionStorage);
    },
    setOnline(isOnline) {
      loaded.page.navigator.onLine = isOnline;
      loaded.page.dispatchEvent(new Event(isOnline ? "online" : "offline"));
    },
    counts: () => loaded.counts(),
  };
}
