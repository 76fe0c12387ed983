// send(): messages of a page to a team's own routes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NotConnectedError } from "../../client/realtime.js";
import { client, FIRST_BACKOFF_MS, quietly, settled, tokenOf } from "../support/fake_browser.mjs";

const said = (socket) => socket.sent.filter(({ action }) => action !== "resume");
const numbers = (socket) => said(socket).map(({ data }) => data);

/** The error with which `act` fails. */
function failure(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("it did not fail");
}

test("a message goes out at once while a connection is open, with its data or without", async () => {
  const { handle, socket } = await client();
  handle.send("seen", { orderId: "o" });
  handle.send("typing");
  handle.send("Ping", null);
  assert.deepEqual(said(socket), [{ action: "seen", data: { orderId: "o" } }, { action: "typing" }, { action: "Ping", data: null }]);
});

test("without a queue a message needs an open connection", async () => {
  const { handle, sockets, socket } = await client({ open: false });
  const early = failure(() => handle.send("seen", 1));
  assert.ok(early instanceof NotConnectedError && early instanceof Error);
  assert.deepEqual([early.name, early.state, early.code], ["NotConnectedError", "connecting", "connecting"]);
  socket.onopen();
  handle.send("seen", 2);
  socket.onclose({ code: 1006 });
  assert.equal(failure(() => handle.send("seen", 3)).code, "connection-lost");
  handle.close();
  const late = failure(() => handle.send("seen", 4));
  assert.deepEqual([late.state, late.code], ["closed", "closed-by-page"]);
  assert.deepEqual([numbers(socket), sockets.length], [[2], 1]);
});

test("a socket that is about to close takes no message: the browser would throw it away", async () => {
  const { handle, socket } = await client();
  socket.readyState = 2;
  assert.ok(failure(() => handle.send("seen")) instanceof NotConnectedError);
  socket.readyState = 1;
  handle.send("seen");
  assert.equal(said(socket).length, 1);
});

test("a queue keeps so many messages, and hands them over in order after the resume of the next connection", async () => {
  const { handle, sockets, socket, fire } = await client({ open: false, sendQueueLength: 3 });
  for (const number of [1, 2, 3]) handle.send("count", number);
  const full = failure(() => handle.send("count", 4));
  assert.ok(full instanceof NotConnectedError);
  assert.deepEqual([full.state, full.code], ["connecting", "queue-full"]);
  socket.onopen();
  handle.send("count", 5);
  assert.deepEqual(socket.sent.map(({ action }) => action), ["resume", "count", "count", "count", "count"]);
  assert.deepEqual(numbers(socket), [1, 2, 3, 5]);
  socket.onclose({ code: 1006 });
  handle.send("count", 6);
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(numbers(sockets[1]), [6]); // at most once: what was handed over is not repeated
});

test("what waits is dropped at the end, and when the user changes", async () => {
  const closed = await client({ open: false, sendQueueLength: 1 });
  closed.handle.send("count", 1);
  closed.handle.close();
  assert.ok(failure(() => closed.handle.send("count", 2)) instanceof NotConnectedError);

  const changed = await client({ open: false, sendQueueLength: 1, token: () => tokenOf("ada") });
  changed.handle.send("count", 1);
  changed.handle.userChanged();
  await settled();
  changed.handle.send("count", 2);
  changed.sockets[1].onopen();
  assert.deepEqual(numbers(changed.sockets[1]), [2]);
});

test("what waits is not sent as another user, though nobody said that the user changed", async () => {
  const users = ["ada", "bob"];
  const { handle, sockets, socket, fire } = await client({ sendQueueLength: 5, token: () => tokenOf(users.shift()) });
  socket.onclose({ code: 1006 });
  handle.send("count", 1);
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(numbers(sockets[1]), []);
});

test("while nobody is signed in no message is kept, and what waited is dropped", async () => {
  const tokens = ["one", null, "two"]; // which name no user
  const { handle, sockets, socket, fire } = await client({ sendQueueLength: 5, token: () => tokens.shift() });
  socket.onclose({ code: 1006 });
  handle.send("count", 1);
  await fire(FIRST_BACKOFF_MS);
  const nobody = failure(() => handle.send("count", 2));
  assert.deepEqual([nobody.state, nobody.code], ["paused", "signed-out"]);
  handle.retry();
  await settled();
  sockets[1].onopen();
  assert.deepEqual(numbers(sockets[1]), []);
});

test("the client's own actions, and those that no route can have, are refused in any state", async () => {
  const { handle, socket } = await client({ sendQueueLength: 5 });
  const refused = ["resume", "ping", "$connect", "$default", "", "2fast", "a b", "a/b", "\u00e4", "a".repeat(41), undefined, null, 7, {}];
  for (const action of refused) assert.throws(() => handle.send(action), TypeError, String(action));
  handle.close();
  assert.throws(() => handle.send("resume"), /the client's own/);
  assert.deepEqual(said(socket), []);
});

test("data that JSON cannot say is refused", async () => {
  const { handle, socket } = await client();
  const circle = {};
  circle.self = circle;
  const refused = [circle, 10n, () => {}, Symbol("s"), { toJSON() { throw new Error("no"); } }, { toJSON() {} }];
  for (const data of refused) assert.throws(() => handle.send("seen", data), TypeError);
  assert.deepEqual(said(socket), []);
});

test("a message has at most as many bytes as one frame of API Gateway", async () => {
  const { handle, socket } = await client();
  const around = JSON.stringify({ action: "seen", data: "" }).length;
  handle.send("seen", "a".repeat(32_768 - around));
  assert.throws(() => handle.send("seen", "a".repeat(32_769 - around)), RangeError);
  assert.throws(() => handle.send("seen", "\u00e4".repeat(20_000)), /40027/); // bytes, not letters
  assert.equal(said(socket).length, 1);
});

test("a message shows the line's patience nothing and delays no ping", async () => {
  const { handle, socket, advance } = await client({ pingEverySeconds: 20 });
  socket.resumed(0);
  await advance(10_000);
  handle.send("seen");
  await quietly("warn", () => advance(10_000));
  assert.equal(said(socket).filter(({ action }) => action === "ping").length, 1);
});
