// Wrong use of the fake server ends in an error that says what is allowed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer } from "realtime-notifier-client/testing";

import { quietly } from "../support/fake_browser.mjs";
import { rawSocket } from "../support/raw_socket.mjs";

const WRONG = {
  "push: the first argument must be the name of a user, a text of 1 to 256 printable characters, got undefined":
    (server) => server.push(undefined, { type: "said" }),
  'push: the first argument must be the name of a user, a text of 1 to 256 printable characters, got ""':
    (server) => server.push("", { type: "said" }),
  "push: type must be a text that is not empty, got undefined": (server) => server.push("ada", { data: 1 }),
  "push: the event must be an object with fields of id, source, type, subject, time, data, got undefined":
    (server) => server.push("ada"),
  'push: the event has no field "payload"; it may have id, source, type, subject, time, data':
    (server) => server.push("ada", { type: "said", payload: 1 }),
  'push: type must be a name that does not begin with "realtime.", as the protocol\'s own do, got "realtime.resumed"':
    (server) => server.push("ada", { type: "realtime.resumed" }),
  "push: data must be a JSON value, got a function": (server) => server.push("ada", { type: "said", data: () => 1 }),
  "push: data must be a JSON value": (server) => server.push("ada", { type: "said", data: 1n }),
  "push: the event's frame must have 131072 bytes at most, got 140178":
    (server) => server.push("ada", { type: "said", data: "x".repeat(140_000) }),
  'drop: no connection of "adda" is open; there are some of: ada. Was settled() awaited before?':
    (server) => server.drop("adda"),
  'expireToken: "adda" has no token yet; there are some of: ada': (server) => server.expireToken("adda"),
  'connect: url must be server.url, "wss://fake.example/live" (or give yours to createFakeServer), got "wss://shop.example/live"':
    (server) => server.connect({ url: "wss://shop.example/live", token: server.token("ada") }),
  'drop: the second argument has no field "silent"; it may have silently': (server) => server.drop("ada", { silent: true }),
  "restoreLog: lost must be a whole number from 0 to 0, got 1": (server) => server.restoreLog("ada", { lost: 1 }),
  "loseNext: the count must be a whole number, 0 or more, got 1.5": (server) => server.loseNext("ada", 1.5),
  "token: lifetimeSeconds must be a number, 0 or more, got -1": (server) => server.token("ada", { lifetimeSeconds: -1 }),
  'token: the second argument has no field "lifetime"; it may have lifetimeSeconds':
    (server) => server.token("ada", { lifetime: 60 }),
  "token: the second argument must be an object with fields of lifetimeSeconds, got 60": (server) => server.token("ada", 60),
  "acceptToken: the token must be a text that is not empty, got undefined": (server) => server.acceptToken(),
  "acceptToken: the second argument must be the name of a user, a text of 1 to 256 printable characters, got undefined":
    (server) => server.acceptToken("test-token"),
  "acceptToken: the third argument must be an object with fields of lifetimeSeconds, got null":
    (server) => server.acceptToken("test-token", "ada", null),
  'acceptToken: the third argument has no field "lifetime"; it may have lifetimeSeconds':
    (server) => server.acceptToken("test-token", "ada", { lifetime: 60 }),
  'refuseHandshakes: the argument must be true or false, got "no"': (server) => server.refuseHandshakes("no"),
  ['onMessage: the action must be a letter, then letters, digits, "_", "." and "-", 40 at most, and neither "resume" nor'
    + ' "ping", got "ping"']: (server) => server.onMessage("ping", () => {}),
  "onMessage: the handler must be a function, got undefined": (server) => server.onMessage("say"),
  "advance: the seconds must be a number from 0 to 1000000000, got -1": (server) => server.advance(-1),
  'advance: the seconds must be a number from 0 to 1000000000, got "1"': (server) => server.advance("1"),
  ['createFakeServer has no field "limit"; it may have url, maxConnectionsPerUser, replayWindowHours,'
    + " subscriptionCheckMinutes, eventsPerAnswer, idleSeconds, connectionSeconds, startsAt, random"]:
    () => createFakeServer({ limit: 3 }),
  'createFakeServer: url must be an address that begins with wss:// or ws://, got "/live"':
    () => createFakeServer({ url: "/live" }),
  "createFakeServer: maxConnectionsPerUser must be a whole number from 1 to 100, got 0":
    () => createFakeServer({ maxConnectionsPerUser: 0 }),
  'createFakeServer: startsAt must be a point in time, such as "2026-01-01T00:00:00Z", got "soon"':
    () => createFakeServer({ startsAt: "soon" }),
};

test("wrong use of a verb or an option is named, with what is allowed", async () => {
  for (const [said, act] of Object.entries(WRONG)) {
    const server = createFakeServer();
    await rawSocket(server);
    await assert.rejects(async () => act(server), { message: `fake server: ${said}` });
  }
});

test("wrong options of connect are named by the client's own check, of the environment, too", async () => {
  const [url, token] = ["wss://fake.example/live", "test-token"];
  const wrong = {
    "connect: there must be options, {url, token, …}, got undefined": undefined,
    "connect: there must be options, {url, token, …}, got null": null,
    'connect: there must be options, {url, token, …}, got "wss://fake.example/live"': url,
    "connect: url is missing; it must be a text, such as wss://host/live": {},
    "connect: environment must be an object, got null": { url, token, environment: null },
    'connect: environment must be an object, got "jsdom"': { url, token, environment: "jsdom" },
  };
  for (const [said, options] of Object.entries(wrong)) {
    const server = createFakeServer();
    assert.throws(() => server.connect(options), { name: "TypeError", message: said });
    assert.throws(() => server.openTab().connect(options), { name: "TypeError", message: said });
  }
});

test("an option of connect that is undefined is omitted: the fake server's own stays", async () => {
  const server = createFakeServer();
  const environment = { now: undefined, setTimer: undefined };
  const connection = server.connect({ url: server.url, token: server.token("ada"), WebSocket: undefined, environment });
  await server.settled();
  assert.deepEqual([connection.state, server.counts().timers > 0], ["live", true]);
  connection.close();
});

test("an event is a copy: what the test changes afterwards changes nothing", async () => {
  const server = createFakeServer();
  const data = { lines: [1] };
  const pushed = server.push("ada", { type: "said", data });
  data.lines.push(2);
  assert.deepEqual(pushed.data, { lines: [1] });
});

const FAILING_ROUTES = {
  "throws": () => {
    throw new Error("a mistake in the test");
  },
  "answers a promise that is rejected": () => Promise.reject(new Error("a mistake in the test")),
};

test("a route that fails, at once or later, is answered as API Gateway does, and the error is shown", async () => {
  for (const [name, route] of Object.entries(FAILING_ROUTES)) {
    const server = createFakeServer();
    server.onMessage("say", route);
    const raw = await rawSocket(server);
    let answer;
    const logged = await quietly("error", async () => {
      [answer] = await raw.ask({ action: "say" });
    });
    assert.deepEqual([answer?.message, answer?.connectionId, logged], ["Internal server error", "connection-1", 1], name);
  }
});

test("a page that goes round in a circle is an error, and not a test that hangs", async () => {
  const server = createFakeServer();
  server.refuseHandshakes();
  const connection = server.connect({ url: server.url, token: server.token("ada") });
  connection.on("state", ({ state }) => state === "reconnecting" && connection.retry());
  await assert.rejects(server.settled(), /the page does not come to rest/);
});

test("two waits at once go one after the other", async () => {
  const server = createFakeServer();
  const start = server.now();
  await Promise.all([server.advance(10), server.settled(), server.advance(20)]);
  assert.equal(server.now() - start, 30_000);
});

test("a socket refuses what a browser's refuses", async () => {
  const server = createFakeServer();
  const opening = new server.WebSocket(server.url, "realtime.v1");
  assert.throws(() => opening.send("x"), { name: "InvalidStateError" });
  assert.throws(() => opening.close(1001), { name: "InvalidAccessError" });
  for (const args of [["shop"], ["ftp://shop"], ["wss://shop/#part"], [server.url, ["a", "a"]], [server.url, "two words"]]) {
    assert.throws(() => new server.WebSocket(...args), { name: "SyntaxError" });
  }
  opening.close();
  await server.settled();
  assert.deepEqual([opening.readyState, server.counts().sockets, server.connections()], [3, 0, []]);
});
