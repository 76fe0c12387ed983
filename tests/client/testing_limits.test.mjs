// The fake server's limits: they are the stage's and API Gateway's own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer } from "realtime-notifier-client/testing";

import { seq } from "../support/fake_browser.mjs";
import { rawSocket } from "../support/raw_socket.mjs";

const RESUME = { action: "resume" };
const PING = { action: "ping" };
const filled = (server, number) => {
  for (let one = 0; one < number; one += 1) server.push("ada", { type: "said", data: one });
};

test("a connection above the user's limit closes the oldest, which is told so", async () => {
  const server = createFakeServer({ maxConnectionsPerUser: 2 });
  const [first, second, bobs] = [await rawSocket(server), await rawSocket(server), await rawSocket(server, "bob")];
  const third = await rawSocket(server);
  const [told] = first.frames();
  assert.deepEqual([told.type, told.code, first.closedWith], ["realtime.error", "connection-limit", 1000]);
  assert.deepEqual([second, third, bobs].map(({ closedWith }) => closedWith), [null, null, null]);
  assert.deepEqual(server.connections("ada").map(({ id }) => id), ["connection-2", "connection-4"]);
});

test("an answer has a page of events, and says that there are more", async () => {
  const server = createFakeServer({ eventsPerAnswer: 2 });
  filled(server, 5);
  const raw = await rawSocket(server);
  const through = async (after) => {
    const frames = await raw.ask({ ...RESUME, after: after === 0 ? undefined : seq(after) });
    const { more = false, ...resumed } = frames.at(-1);
    return [frames.length - 1, Number(resumed.through), more];
  };
  assert.deepEqual([await through(0), await through(2), await through(4)], [[2, 2, true], [2, 4, true], [1, 5, false]]);
});

test("a connection is sent the same missed events again after five seconds, and later ones at once", async () => {
  const server = createFakeServer();
  filled(server, 2);
  const raw = await rawSocket(server);
  /** How many events are sent after that one; what the page must wait, as a text. */
  const sentAfter = async (after) => {
    const frames = await raw.ask({ ...RESUME, after: seq(after) });
    return frames[0].code === "too-soon" ? `in ${frames[0].retryAfterSeconds} s` : frames.length - 1;
  };
  assert.equal(await sentAfter(1), 1);
  await server.advance(4.5);
  assert.equal(await sentAfter(1), "in 1 s");
  server.loseNext("ada");
  filled(server, 1);
  assert.deepEqual([await sentAfter(2), await sentAfter(1)], [1, "in 5 s"]);
  await server.advance(5);
  assert.equal(await sentAfter(1), 2);
});

test("one user is sent missed events sixty times a minute, over all connections", async () => {
  const server = createFakeServer();
  filled(server, 1);
  await server.advance(20);
  for (let time = 0; time < 60; time += 1) {
    const raw = await rawSocket(server);
    assert.equal((await raw.ask(RESUME)).length, 2);
    raw.socket.close();
  }
  const one = await rawSocket(server);
  const [refused] = await one.ask(RESUME);
  assert.deepEqual([refused.code, refused.retryAfterSeconds], ["too-soon", 40]);
  assert.equal((await one.ask({ ...RESUME, after: seq(1) })).at(-1).type, "realtime.resumed");
  await server.advance(40);
  assert.equal((await one.ask(RESUME)).length, 2);
});

test("a connection whose frames reach the stage more than sixty times a minute is closed; pings do not count", async () => {
  const server = createFakeServer();
  const raw = await rawSocket(server);
  assert.equal((await raw.ask(...Array(200).fill(PING))).length, 200);
  assert.equal((await raw.ask(...Array(60).fill(RESUME))).length, 60);
  assert.deepEqual([await raw.ask(RESUME, PING), raw.closedWith], [[], 1000]);
});

test("a connection ends after ten minutes without traffic, and after two hours", async () => {
  const server = createFakeServer();
  const [silent, busy] = [await rawSocket(server), await rawSocket(server)];
  await server.advance(599);
  await busy.ask(PING);
  await server.advance(1);
  assert.deepEqual([silent.closedWith, busy.closedWith], [1001, null]);
  for (let minutes = 10; minutes < 120; minutes += 5) {
    await server.advance(300);
    if (busy.closedWith === null) await busy.ask(PING);
  }
  assert.deepEqual([busy.closedWith, server.now() - Date.parse("2026-01-01T02:00:00Z")], [1001, 0]);
});

test("resumeWithinSeconds is said where it is not the protocol's own", async () => {
  for (const [minutes, said] of [[10, undefined], [60, 3600]]) {
    const raw = await rawSocket(createFakeServer({ subscriptionCheckMinutes: minutes }), "ada");
    const [resumed] = await raw.ask(RESUME);
    assert.equal(resumed.resumeWithinSeconds, said);
  }
});

test("a handshake is refused as a browser sees it, and the test sees why", async () => {
  const server = createFakeServer({ url: "wss://shop.example/live" });
  const refused = {
    "no token": { token: null },
    "the token is none of server.token() or server.acceptToken()": { token: "a.b.c" },
    "the client does not offer realtime.v1": { protocols: ["realtime.v9"] },
    "nothing answers at wss://elsewhere.example/live; server.url is wss://shop.example/live": { url: "wss://elsewhere.example/live" },
  };
  for (const [reason, how] of Object.entries(refused)) {
    const { closedWith, socket } = await rawSocket(server, "ada", how);
    assert.deepEqual([closedWith, socket.readyState, server.handshakes.at(-1).reason], [1006, 3, reason]);
  }
  const token = server.token("ada", { lifetimeSeconds: 60 });
  await server.advance(89); // with the stage's tolerance for clocks that differ
  assert.equal((await rawSocket(server, "ada", { token })).closedWith, null);
  await server.advance(1);
  assert.equal((await rawSocket(server, "ada", { token })).closedWith, 1006);
});

test("a token that ends on an open connection: the next push closes it, the next resume says so", async () => {
  const server = createFakeServer();
  const open = () => rawSocket(server, "ada", { token: server.token("ada", { lifetimeSeconds: 60 }) });
  const [one, other] = [await open(), await open()];
  await server.advance(90);
  const [told] = await one.ask(RESUME);
  assert.deepEqual([told.code, one.closedWith], ["token-expired", 1000]);
  filled(server, 1);
  await server.settled();
  assert.deepEqual([other.frames(), other.closedWith], [[], 1000]);
});

test("a token of the team's own is taken once the server knows it", async () => {
  const server = createFakeServer();
  server.acceptToken("test-token", "zoë");
  await rawSocket(server, "-", { token: "test-token" });
  assert.equal(server.connections("zoë").length, 1);
});

test("a frame that is too large or binary closes the connection", async () => {
  for (const [frame, code] of [["x".repeat(32 * 1024 + 1), 1009], [new Uint8Array(2), 1003]]) {
    const server = createFakeServer();
    const raw = await rawSocket(server);
    raw.socket.send(frame);
    await server.settled();
    assert.equal(raw.closedWith, code);
  }
});
