// The options of connect(): each has its default, and a wrong one is an error that says what is allowed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect } from "../../client/realtime.js";
import { ANSWER_WITHIN_MS } from "../../client/internal/answers.js";
import { client, quietly, settled, tokenOf, URL } from "../support/fake_browser.mjs";

const GIVEN = { url: URL, token: "a.b.c" };

/** What is thrown for the option, in place of a connection. */
function refused(options, Kind, said) {
  assert.throws(() => connect(options), (error) => {
    assert.ok(error instanceof Kind, `${error}`);
    assert.match(error.message, said);
    return true;
  });
}

test("without options, url or token the error says what is missing", () => {
  for (const options of [undefined, null, "ws://shop"]) refused(options, TypeError, /\{url, token/);
  refused({ token: "a.b.c" }, TypeError, /url is missing.*wss:\/\//);
  refused({ url: URL }, TypeError, /token is missing.*function/);
});

test("an option of the wrong kind is named, with its value and what is allowed", () => {
  const wrong = {
    url: [null, 7, new globalThis.URL("ws://shop")], token: [null, 7, "", {}],
    signal: [{}, "abort", new AbortController()], WebSocket: ["WebSocket", {}],
    sendQueueLength: ["5", 1.5, NaN, null], environment: [7, null, "browser"],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) refused({ ...GIVEN, [name]: value }, TypeError, new RegExp(`connect: ${name} must be .*, got `));
  }
});

test("a number that is out of bounds is a RangeError", () => {
  for (const pingEverySeconds of [9, 541, "20", NaN]) refused({ ...GIVEN, pingEverySeconds }, RangeError, /pingEverySeconds.*10 to 540/);
  for (const sendQueueLength of [-1, 101]) refused({ ...GIVEN, sendQueueLength }, RangeError, /sendQueueLength.*0 to 100, got/);
});

test("an option that does not exist is refused, with the way to do it where there is one", () => {
  refused({ ...GIVEN, retries: 3 }, TypeError, /no option "retries"; there are url, token, signal/);
  refused({ ...GIVEN, onEvent() {} }, TypeError, /connection\.subscribe/);
  refused({ ...GIVEN, onState() {} }, TypeError, /connection\.on\("state"/);
  refused({ ...GIVEN, onIncomplete() {} }, TypeError, /connection\.on\("incomplete"/);
  refused({ ...GIVEN, webSocket: class {} }, TypeError, /WebSocket/);
  refused({ ...GIVEN, environment: { clock: Date.now } }, TypeError, /environment: there is no option "clock"; there are storages/);
  refused({ ...GIVEN, environment: { now: 5 } }, TypeError, /environment: now must be a function, got 5/);
});

test("the value of a token is never said", () => {
  for (const token of [12345, { secret: 12345 }, ["12345"]]) {
    assert.throws(() => connect({ ...GIVEN, token }), (error) => !error.message.includes("12345"));
  }
});

test("an option that is undefined is omitted", async () => {
  const { socket, handle } = await client({ signal: undefined, pingEverySeconds: undefined, sendQueueLength: undefined });
  socket.resumed(0);
  assert.equal(handle.state, "live");
});

test("the class of the sockets is the platform's when it is omitted", async () => {
  const made = [];
  const { WebSocket } = globalThis;
  globalThis.WebSocket = class {
    constructor(url, protocols) { made.push([url, protocols]); }
    close() {}
  };
  try {
    const connection = connect(GIVEN);
    await settled();
    connection.close();
  } finally {
    globalThis.WebSocket = WebSocket;
  }
  assert.deepEqual(made, [[URL, ["realtime.v1", "bearer.a.b.c"]]]);
});

test("the first attempt begins after the task that called connect", async () => {
  let asked = 0;
  const token = () => { asked += 1; return tokenOf("ada"); };
  const connection = connect({ ...GIVEN, token, WebSocket: class { close() {} } });
  assert.deepEqual([asked, connection.state, connection.code], [0, "connecting", "connecting"]);
  assert.match(connection.reason, /first attempt/);
  await settled();
  assert.equal(asked, 1);
  connection.close();
});

test("a connection that is closed, or retried, in that task asks nobody", async () => {
  let asked = 0;
  const token = () => { asked += 1; return null; };
  const connection = connect({ ...GIVEN, token });
  connection.retry();
  connection.close();
  await settled();
  assert.deepEqual([asked, connection.state, connection.code], [0, "closed", "closed-by-page"]);
});

test("a signal closes the connection", async () => {
  const life = new AbortController();
  const { handle, socket, states, pending } = await client({ signal: life.signal });
  socket.resumed(0);
  life.abort();
  life.abort();
  assert.deepEqual([states.at(-1), handle.code, socket.closedWith, pending()], ["closed", "closed-by-page", 1000, []]);
});

test("with a signal that has been aborted the connection is closed from the start, and there is no socket", async () => {
  const { handle, sockets, states, pending } = await client({ open: false, signal: AbortSignal.abort() });
  assert.deepEqual([handle.state, sockets.length, states, pending()], ["closed", 0, ["closed"], []]);
});

test("state, code and reason can be read at any time, and say what the listeners were told", async () => {
  const changes = [];
  const { handle, socket, fire } = await client({ onState: (change) => changes.push({ ...change, read: handle?.code }) });
  socket.resumed(0);
  assert.deepEqual([handle.state, handle.code], ["live", "live"]);
  socket.onclose({ code: 1006 });
  await quietly("warn", () => fire(ANSWER_WITHIN_MS).catch(() => {}));
  assert.deepEqual(changes.map(({ state, previous }) => [previous, state]), [["connecting", "live"], ["live", "reconnecting"]]);
  assert.ok(changes.every(({ code, read }) => code === read));
  assert.equal(changes[1].reason, handle.reason);
});
