// What a test does to the lines between pages and stage, and what it can see of them.

import { checkFields, checkUser, typeError } from "./checks.js";

/** @typedef {{id: string, user: string, openedAt: number}} OpenConnection  `openedAt` by the simulated clock, in ms. */

/** @param {import("./stage.js").Stage} stage @param {Set<import("./tab.js").Tab>} tabs */
export function lineVerbs(stage, tabs) {
  const { connections, mood } = stage;

  /** @param {string} verb @param {string} user */
  function openOf(verb, user) {
    const found = connections.of(checkUser(verb, user));
    if (found.length > 0) return found;
    const users = [...new Set(connections.of().map((one) => one.user))].join(", ") || "nobody";
    throw new Error(`fake server: ${verb}: no connection of ${JSON.stringify(user)} is open; there are some of: ${users}.`
      + " Was settled() awaited before?");
  }

  return {
    /**
     * The line of each of the user's connections breaks, without a close frame. The client is told and comes back
     * by itself: `await server.advance(1)`. With `silently` nothing tells it: its next ping finds out.
     *
     * @param {string} user @param {{silently?: boolean}} [options]
     */
    drop(user, options = {}) {
      const { silently = false } = checkFields("drop: the second argument", options, ["silently"]);
      for (const connection of openOf("drop", user)) {
        if (silently) connection.line.cut();
        else connections.drop(connection);
      }
    },

    /**
     * The server closes each of the user's connections, as the push function's `disconnect` does.
     *
     * @param {string} user
     */
    disconnect(user) {
      for (const connection of openOf("disconnect", user)) connections.close(connection);
    },

    /** No handshake leads to a connection, until `refuseHandshakes(false)`. @param {boolean} [isRefusing] */
    refuseHandshakes(isRefusing = true) {
      if (typeof isRefusing !== "boolean") throw typeError("refuseHandshakes: the argument", "true or false", isRefusing);
      mood.isRefusing = isRefusing;
    },

    /** The browser has no network: each page is told, and each line breaks. */
    offline() {
      mood.isOffline = true;
      for (const tab of tabs) tab.setOnline(false);
      for (const connection of connections.of()) connections.drop(connection);
    },

    /** The browser has a network again, and each page is told. */
    online() {
      mood.isOffline = false;
      for (const tab of tabs) tab.setOnline(true);
    },

    /** The open connections of the user, or of all users; the oldest first. @param {string} [user] @returns {OpenConnection[]} */
    connections: (user) => connections.of(user).map(({ id, user: name, openedAt }) => ({ id, user: name, openedAt })),

    /** The frames that the server got from the user, or from all users. @param {string} [user] @returns {any[]} */
    received: (user) => stage.received.filter((one) => user === undefined || one.user === user).map(({ frame }) => frame),

    /** Each try to connect, and why it was refused: a page is never told. */
    handshakes: stage.handshakes,
  };
}
