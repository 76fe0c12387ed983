// What a test does to the lines between pages and stage, and what it can see of them.

import { checkFields, checkUser, typeError } from "./checks.js";

/**
 * @param {import("./stage.js").Stage} stage @param {Set<import("./tab.js").OpenTab>} tabs
 * @returns {import("./interface.js").LineVerbs}
 */
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
    drop(user, options = {}) {
      const { silently = false } = checkFields("drop: the second argument", options, ["silently"]);
      for (const connection of openOf("drop", user)) {
        if (silently) connection.line.cut();
        else connections.drop(connection);
      }
    },

    disconnect(user) {
      for (const connection of openOf("disconnect", user)) connections.close(connection);
    },

    refuseHandshakes(isRefusing = true) {
      if (typeof isRefusing !== "boolean") throw typeError("refuseHandshakes: the argument", "true or false", isRefusing);
      mood.isRefusing = isRefusing;
    },

    offline() {
      mood.isOffline = true;
      for (const tab of tabs) tab.setOnline(false);
      for (const connection of connections.of()) connections.drop(connection);
    },

    online() {
      mood.isOffline = false;
      for (const tab of tabs) tab.setOnline(true);
    },

    connections: (user) => connections.of(user).map(({ id, user: name, openedAt }) => ({ id, user: name, openedAt })),

    received: (user) => stage.received.filter((one) => user === undefined || one.user === user).map(({ frame }) => frame),

    handshakes: stage.handshakes,
  };
}
