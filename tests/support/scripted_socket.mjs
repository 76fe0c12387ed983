// A WebSocket whose other side is a script: what the client does to it is told, what the script says is heard.

/**
 * `client` alters frames on their way, as a client with a fault would. `opens`, `gets`, `says` and `closes` are called when
 * the client begins a handshake and sends a frame, before the script's frame is heard, and when the client closes.
 */
export function scriptedSocket({ client, opens, gets, says, closes }) {
  return class {
    constructor(url, protocols) {
      Object.assign(this, { readyState: 0, isEnded: false });
      opens(this, url, protocols);
    }
    addEventListener(name, listener) {
      this[`on${name}`] = listener;
    }
    removeEventListener(name) {
      this[`on${name}`] = null;
    }
    send(text) {
      for (const frame of client.says(JSON.parse(text))) gets(frame);
    }
    close() {
      this.isEnded = true;
      closes();
    }
    /** The handshake is answered. */
    opened(protocol) {
      Object.assign(this, { readyState: 1, protocol });
      this.onopen?.({});
    }
    say(frame) {
      says(frame);
      for (const one of client.hears(frame)) this.sayText(JSON.stringify(one));
    }
    sayText(data) {
      if (!this.isEnded) this.onmessage?.({ data });
    }
    /** The other side or the line ends the connection, unless the client did. */
    ended(code) {
      if (this.isEnded) return;
      this.isEnded = true;
      this.onclose?.({ code });
    }
  };
}
