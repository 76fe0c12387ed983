// A connection is left before API Gateway ends it, at a random moment, so that a storm has no echo.

import assert from "node:assert/strict";
import { test } from "node:test";

import { aheadMs, CONNECTION_LIFE_MS, LEAST_AHEAD_MS } from "../../client/internal/early_leave.js";
import { createFakeServer } from "../../client/testing/index.js";
import { client, HALF } from "../support/fake_browser.mjs";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test("the moment is random within the last sixth of a life, and not within its last minute", () => {
  const spans = [3 * MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, CONNECTION_LIFE_MS]
    .map((life) => [0, 1].map((number) => aheadMs(life, () => number) / MINUTE_MS));
  assert.deepEqual(spans, [[1, 2], [1, 2], [1, 11], [1, 21]]);
});

test("a connection is left before it is two hours old, and nothing is told but why", async () => {
  const { socket, sockets, codes, advance } = await client();
  const send = socket.send.bind(socket);
  socket.send = (text) => {
    send(text);
    queueMicrotask(() => (JSON.parse(text).action === "ping" ? socket.get({ type: "realtime.pong" }) : socket.resumed(0)));
  };
  socket.resumed(0);
  const due = CONNECTION_LIFE_MS - aheadMs(CONNECTION_LIFE_MS, HALF);
  await advance(due - 1);
  assert.deepEqual([socket.closedWith, codes.at(-1)], [null, "live"]);
  await advance(1);
  assert.deepEqual([socket.closedWith, sockets.length], [1000, 2]);
  sockets[1].onopen();
  sockets[1].resumed(0);
  assert.deepEqual(codes, ["connecting", "live", "connection-renewed", "live"]);
});

test("pages that came back together leave one by one", async () => {
  const left = [];
  for (let number = 0; number < 10; number += 1) {
    const server = createFakeServer({ random: () => number / 10 });
    const connection = server.connect({ url: server.url, token: server.token("ada", { lifetimeSeconds: 86_400 }) });
    connection.on("state", ({ code }) => {
      if (code === "connection-renewed") left.push(number);
    });
    const seconds = (CONNECTION_LIFE_MS - LEAST_AHEAD_MS) / 1000;
    await server.advance(seconds - 1100);
    const soon = left.length;
    await server.advance(1102);
    assert.ok(left.length > soon || number === 9, `page ${number}: ${left}`);
    connection.close();
  }
  assert.deepEqual(left, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a message of that moment waits for the next connection, also without a queue", async () => {
  const server = createFakeServer();
  const heard = [];
  server.onMessage("note", ({ data }) => heard.push(data));
  const connection = server.connect({ url: server.url, token: server.token("ada", { lifetimeSeconds: 86_400 }) });
  connection.on("state", ({ code }) => code === "connection-renewed" && connection.send("note", "kept"));
  await server.advance(CONNECTION_LIFE_MS / 1000);
  assert.deepEqual(heard, ["kept"]);
  connection.close();
});
