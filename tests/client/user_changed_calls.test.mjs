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

test("what the next user sends after the call goes out as him, and what the one before left does not", async () => {
  const { server, session, connection, heard } = await page({ sendQueueLength: 5 });
  server.drop("ada");
  await server.settled();
  connection.send("note", "left by ada");
  session.user = "bob";
  connection.userChanged();
  connection.send("note", "by bob");
  await server.settled();
  assert.deepEqual(heard, [["bob", "by bob"]]);
  session.user = null;
  connection.userChanged();
  await server.settled();
  session.user = "ada";
  connection.userChanged();
  connection.send("note", "by ada");
  await server.settled();
  assert.deepEqual(heard, [["bob", "by bob"], ["ada", "by ada"]]);
  connection.close();
});

/** The handshakes of an hour without a server, of a page that calls userChanged() whenever it got a fresh token. */
async function outage({ isCalling, tokenOf }) {
  const server = createFakeServer();
  const token = async ({ fresh }) => {
    await null;
    if (fresh && isCalling) connection.userChanged();
    return tokenOf(server);
  };
  const connection = server.connect({ url: server.url, token });
  await server.settled();
  server.refuseHandshakes();
  server.drop("ada");
  await quietly("warn", () => server.advance(HOUR_S));
  connection.close();
  return server.handshakes.length;
}

test("a call for the same user does not begin the waits anew: in an outage there are as few handshakes as without", async () => {
  const opaque = (server) => {
    server.acceptToken("opaque", "ada");
    return "opaque";
  };
  for (const tokenOf of [(server) => server.token("ada"), opaque]) {
    const without = await outage({ isCalling: false, tokenOf });
    const calling = await outage({ isCalling: true, tokenOf });
    assert.ok(calling <= 1.1 * without, `${calling} handshakes, ${without} without the calls`);
  }
});

test("for another user the waits begin anew", async () => {
  const { server, session, connection } = await page();
  server.refuseHandshakes();
  server.drop("ada");
  await server.advance(600);
  session.user = "bob";
  connection.userChanged();
  const before = server.handshakes.length;
  await server.advance(2);
  assert.ok(server.handshakes.length >= before + 2, `${server.handshakes.length - before} attempts`);
  connection.close();
});
