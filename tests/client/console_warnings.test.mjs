// What the console says of a page that is about to miss events.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect } from "../../client/realtime.js";
import { createFakeServer } from "../../client/testing/index.js";
import { fakeStorage } from "../../client/testing/page.js";
import { MOST_TYPES } from "../../client/internal/event_listeners.js";

/** The console's warnings while `act` runs. */
async function warnings(act) {
  const original = console.warn;
  const said = [];
  console.warn = (...words) => said.push(words.join(" "));
  try {
    await act();
  } finally {
    console.warn = original;
  }
  return said;
}

/** Runs `act` in a page that has the storages of a browser. */
async function withStorages(act) {
  const names = ["sessionStorage", "localStorage"];
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const name of names) Object.defineProperty(globalThis, name, { value: fakeStorage(), configurable: true });
  try {
    return await act();
  } finally {
    for (const [index, name] of names.entries()) {
      if (before[index]) Object.defineProperty(globalThis, name, before[index]);
      else delete globalThis[name];
    }
  }
}

/** Connections of one page to a server of its own, one for each user. */
async function connectedFor(url, users, options = () => ({})) {
  const server = createFakeServer({ url });
  const open = [];
  for (const user of users) {
    open.push(connect({ url, token: server.token(user), WebSocket: server.WebSocket, ...options() }));
    await server.settled();
  }
  return { server, open, close() { for (const one of open) one.close(); } };
}

test("two connections of one url and user in a page are warned of, once", async () => {
  const said = await warnings(() => withStorages(async () => {
    const { close } = await connectedFor("wss://twice.example", ["ada", "ada", "ada"]);
    close();
  }));
  assert.equal(said.length, 1);
  assert.match(said[0], /^realtime: two connections of this page have the same url and user/);
});

test("connections of two users, one after another, and ones with storages of their own are not", async () => {
  const said = await warnings(() => withStorages(async () => {
    (await connectedFor("wss://users.example", ["ada", "bob"])).close();
    (await connectedFor("wss://after.example", ["ada"])).close();
    (await connectedFor("wss://after.example", ["ada"])).close();
    const environment = () => ({ environment: { storages: [fakeStorage()] } });
    (await connectedFor("wss://own.example", ["ada", "ada"], environment)).close();
  }));
  (await connectedFor("wss://none.example", ["ada", "ada"])).close();
  assert.deepEqual(said, []);
});

test("a reconnect and a change of user are not taken for a second connection", async () => {
  const url = "wss://again.example";
  const said = await warnings(() => withStorages(async () => {
    const server = createFakeServer({ url });
    let user = "ada";
    const token = () => user && server.token(user);
    const first = connect({ url, token, WebSocket: server.WebSocket });
    await server.settled();
    first.userChanged();
    await server.settled();
    user = null;
    first.userChanged();
    const second = connect({ url, token: server.token("ada"), WebSocket: server.WebSocket });
    await server.settled();
    assert.deepEqual([first.code, second.state], ["signed-out", "live"]);
    first.close();
    second.close();
  }));
  assert.deepEqual(said, []);
});

test("a type that no listener takes while others listen is warned of once", async () => {
  const server = createFakeServer();
  const connection = server.connect({ url: server.url, token: server.token("ada") });
  connection.subscribe("notice", () => {});
  const said = await warnings(async () => {
    await server.settled();
    for (const type of ["order.finalized", "notice", "order.finalized"]) server.push("ada", { type });
    await server.settled();
  });
  assert.equal(said.length, 1);
  assert.match(said[0], /"order\.finalized"/);
  const many = await warnings(async () => {
    for (let number = 0; number < 2 * MOST_TYPES; number += 1) server.push("ada", { type: `type.${number}` });
    await server.settled();
  });
  assert.equal(many.length, MOST_TYPES - 1);
  connection.close();
});

test("who listens to all events takes every type", async () => {
  const server = createFakeServer();
  const connection = server.connect({ url: server.url, token: server.token("ada") });
  connection.subscribe("notice", () => {});
  connection.subscribe(() => {});
  const said = await warnings(async () => {
    await server.settled();
    server.push("ada", { type: "order.finalized" });
    await server.settled();
  });
  assert.deepEqual(said, []);
  connection.close();
});
