// A WebSocket as a page sees it, whose other end is the fake server.

import { NO_CLOSE_FRAME } from "../internal/web_socket.js";
import { createLine } from "./line.js";
import { checkedCode, checkedProtocols, checkedUrl, refusal } from "./socket_arguments.js";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
const NO_CODE = 1005;

/**
 * @typedef {import("./line.js").Line} Line
 *
 * @typedef {object} PageEnd  What the server can do with the page's end of a connection.
 * @property {(text: string) => void} post
 * @property {(code: number, reason: string) => void} end  By a close frame, or without one (1006).
 *
 * @typedef {object} ServerEnd  What the page's end can do with the server.
 * @property {(data: unknown) => void} hear
 * @property {() => void} left  The page closed the connection.
 *
 * @typedef {object} World
 * @property {import("./simulated_time.js").SimulatedTime} time
 * @property {(url: string, protocols: string[], line: Line, page: PageEnd) =>
 *   {protocol: string, server: ServerEnd} | null} shakeHands  Null: refused, in whatever way.
 *
 * @typedef {object} Owner  The page that opens the sockets.
 * @property {() => boolean} isGone  It was reloaded: nothing is told to it any more.
 * @property {Set<unknown>} sockets  Those that are not closed.
 */

/** The class that a page of `owner` uses. @param {World} world @param {Owner} owner @returns {typeof WebSocket} */
export function webSocketOf(world, owner) {
  class FakeWebSocket extends EventTarget {
    static CONNECTING = CONNECTING;
    static OPEN = OPEN;
    static CLOSING = CLOSING;
    static CLOSED = CLOSED;
    CONNECTING = CONNECTING;
    OPEN = OPEN;
    CLOSING = CLOSING;
    CLOSED = CLOSED;
    readyState = CONNECTING;
    protocol = "";
    extensions = "";
    bufferedAmount = 0;
    binaryType = "blob";
    /** @type {((event: any) => void) | null} */
    onopen = null;
    /** @type {((event: any) => void) | null} */
    onmessage = null;
    /** @type {((event: any) => void) | null} */
    onclose = null;
    /** @type {((event: any) => void) | null} */
    onerror = null;
    #line = createLine(world.time);
    /** @type {ServerEnd | null} */
    #server = null;

    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols = []) {
      super();
      this.url = checkedUrl(url);
      const offered = checkedProtocols(protocols);
      if (owner.isGone()) return;
      owner.sockets.add(this);
      this.#line.carry(() => this.#shakeHands(offered));
    }

    /** @param {unknown} data */
    send(data) {
      if (this.readyState === CONNECTING) throw refusal("InvalidStateError", "send: it is not open yet");
      if (this.readyState === OPEN) this.#line.carry(() => this.#server?.hear(data));
    }

    /** @param {number} [code] @param {string} [reason] */
    close(code, reason = "") {
      checkedCode(code);
      if (this.readyState >= CLOSING) return;
      const wasOpen = this.readyState === OPEN;
      this.readyState = CLOSING;
      this.#line.carry(() => this.#server?.left());
      // Beside the line, which may be dead: a browser waits no longer than it wants to.
      world.time.carry(() => this.#closed(wasOpen ? code ?? NO_CODE : NO_CLOSE_FRAME, reason));
    }

    /** @param {string[]} offered */
    #shakeHands(offered) {
      if (this.readyState !== CONNECTING) return;
      const agreed = world.shakeHands(this.url, offered, this.#line, {
        post: (text) => this.#line.carry(() => this.#tell("message", { data: text, origin: new URL(this.url).origin })),
        end: (code, reason) => {
          const arrive = () => this.#closed(code, reason);
          if (code === NO_CLOSE_FRAME) world.time.carry(arrive);
          else this.#line.carry(arrive);
        },
      });
      if (agreed === null) return this.#closed(NO_CLOSE_FRAME, "");
      this.#server = agreed.server;
      this.protocol = agreed.protocol;
      this.readyState = OPEN;
      this.#tell("open");
    }

    /** @param {number} code @param {string} reason */
    #closed(code, reason) {
      if (this.readyState === CLOSED) return;
      const wasOpening = this.readyState === CONNECTING;
      this.readyState = CLOSED;
      owner.sockets.delete(this);
      if (wasOpening || code === NO_CLOSE_FRAME) this.#tell("error");
      this.#tell("close", { code, reason, wasClean: code !== NO_CLOSE_FRAME });
    }

    /** @param {"open" | "message" | "close" | "error"} type @param {object} [fields] */
    #tell(type, fields = {}) {
      if (owner.isGone() || (type === "message" && this.readyState !== OPEN)) return;
      const event = Object.assign(new Event(type), fields);
      this[`on${type}`]?.(event);
      this.dispatchEvent(event);
    }
  }

  return /** @type {any} */ (FakeWebSocket);
}
