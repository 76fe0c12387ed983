// The parts of a browser that the client uses: the window with its events, and the storages.

/** Counts who listens, so that a test can see that nobody is left. */
class CountedTarget extends EventTarget {
  /** @type {Set<string>} */
  #names = new Set();
  /** @type {Map<unknown, number>} */
  #ids = new Map();

  /** @param {string} type @param {unknown} listener */
  #nameOf(type, listener) {
    if (!this.#ids.has(listener)) this.#ids.set(listener, this.#ids.size);
    return `${type} ${this.#ids.get(listener)}`;
  }

  get listeners() {
    return this.#names.size;
  }

  /** @param {string} type @param {any} listener @param {any} [options] */
  addEventListener(type, listener, options) {
    if (listener) this.#names.add(this.#nameOf(type, listener));
    super.addEventListener(type, listener, options);
  }

  /** @param {string} type @param {any} listener @param {any} [options] */
  removeEventListener(type, listener, options) {
    this.#names.delete(this.#nameOf(type, listener));
    super.removeEventListener(type, listener, options);
  }
}

/** @typedef {ReturnType<typeof fakePage>} FakePage */

/** A window: events can be fired at it, at its document and at its network. @param {{isOnline?: boolean}} [options] */
export function fakePage({ isOnline = true } = {}) {
  const network = Object.assign(new CountedTarget(), { type: "wifi", effectiveType: "4g" });
  const document = Object.assign(new CountedTarget(), { visibilityState: "visible" });
  const navigator = { onLine: isOnline, connection: network };
  const page = Object.assign(new CountedTarget(), { document, navigator });
  return Object.assign(page, { countListeners: () => page.listeners + document.listeners + network.listeners });
}

/** @typedef {ReturnType<typeof fakeStorage>} FakeStorage */

/** A storage as localStorage is. `map` has what it holds. @param {Record<string, string>} [entries] */
export function fakeStorage(entries = {}) {
  /** @type {Map<string, string>} */
  const map = new Map(Object.entries(entries));
  return {
    map,
    /** @param {string} key */
    getItem: (key) => map.get(key) ?? null,
    /** @param {string} key @param {string} value */
    setItem: (key, value) => void map.set(key, String(value)),
    /** @param {string} key */
    removeItem: (key) => void map.delete(key),
  };
}
