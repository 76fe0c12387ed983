// userChanged(): when the token function is asked, what a call drops, and that a call too many costs nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer } from "../../client/testing/index.js";
import { quietly } from "../support/fake_browser.mjs";

const HOUR_S = 3600;

/** A page with a session, live. `session.user` is who is signed in; `asks` counts the calls of the token function. */
async function page(options = {}) {
  const server = createFakeServer();
  const session = { user: "ada", asks: 0 };
  const heard = [];
  server.onMessage("note", ({ user, data }) => heard.push([user, data]));
  const connection = server.connect({
    url: server.url,
    token() {
      session.asks += 1;
      return session.user && server.token(session.user);
    },
    ...options,
  });
  await server.settled();
  return { server, session, connection, heard };
}

const users = (server) => server.connections().map(({ user }) => user);

test("a sign-out that notifies first and clears its session afterwards, in one task, is a sign-out", async () => {
  const { server, session, connection } = await page();
  connection.userChanged();
  session.user = null;
  assert.equal(connection.code, "user-changed"); // the old connection ends at the call
  await server.settled();
  assert.deepEqual([connection.code, users(server), server.handshakes.length], ["signed-out", [], 1]);
  connection.userChanged();
  session.user = "bob";
  await server.settled();
  assert.deepEqual([connection.state, users(server)], ["live", ["bob"]]);
  connection.close();
});

test("several calls in one task ask once, and connect once", async () => {
  const { server, session, connection } = await page();
  session.asks = 0;
  for (let call = 0; call < 5; call += 1) connection.userChanged();
  assert.equal(session.asks, 0);
  await server.settled();
  assert.deepEqual([session.asks, server.handshakes.length, connection.state], [1, 2, "live"]);
  connection.close();
  await server.settled();
  assert.deepEqual(server.counts(), { sockets: 0, timers: 0, listeners: 0 });
});

test("close() in the task of the call: nobody is asked", async () => {
  const { server, session, connection } = await page();
  session.asks = 0;
  connection.userChanged();
  connection.close();
  await server.settled();
  assert.deepEqual([session.asks, connection.code], [0, "closed-by-page"]);
});

test("a token function that calls userChanged() is told that this would never end", async () => {
  const errors = [];
  const server = createFakeServer();
  const connection = server.connect({
    url: server.url,
    token() {
      try {
        connection.userChanged();
      } catch (error) {
        errors.push(error);
      }
      return server.token("ada");
    },
  });
  await server.settled();
  assert.deepEqual([errors.length, connection.state], [1, "live"]);
  assert.ok(errors[0] instanceof TypeError);
  assert.match(errors[0].message, /^userChanged: the token function called it/);
  connection.userChanged();
  await server.settled();
  assert.deepEqual([errors.length, connection.state], [2, "live"]);
  connection.close();
});
