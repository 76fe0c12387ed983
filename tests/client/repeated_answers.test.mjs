// Answers that come twice or not at all, and a log that was made anew.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_WITHIN_MS, ASKS_AGAIN } from "../../client/internal/answers.js";
import { backoffMs } from "../../client/internal/backoff.js";
import { FIRST_BACKOFF_MS, HALF, client, event, quietly, remembered, seq } from "../support/fake_browser.mjs";

test("copies of an earlier answer do not count as tries of a later gap", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(2)] });
  socket.resumed(3, { after: seq(2) });
  socket.get(event(3), event(5)); // 4 is on its way
  for (let copy = 0; copy < 4; copy += 1) socket.resumed(3, { after: seq(2) });
  socket.get(event(4), event(5));
  socket.resumed(5, { after: seq(3) });
  assert.deepEqual([seen, gaps], [[3, 4, 5], []]);
});

test("a copy of a refusal does not drop the next lower sequence", async () => {
  const { socket } = await client({ storages: [remembered(50), remembered(3)] });
  await quietly("warn", () => {
    socket.error("invalid-after", { after: seq(50) });
    socket.error("invalid-after", { after: seq(50) });
  });
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(3) });
});

test("events that waited from an earlier log do not block those of the new log", async () => {
  const { socket, seen } = await client({ storages: [remembered(50)] });
  socket.resumed(50);
  socket.get(event(52)); // 51 is missing; then the log is lost and made anew
  await quietly("warn", () => socket.error("invalid-after"));
  socket.get(event(1), event(2));
  socket.resumed(2);
  socket.get(event(3));
  assert.deepEqual(seen, [1, 2, 3]);
});

const FAILURE = { message: "Internal server error", connectionId: "abc=", requestId: "r" };

test("after API Gateway's own failure frame the page asks again on the same connection", async () => {
  const { socket, sockets, seen, states, fire, pending } = await client({ storages: [remembered(2)] });
  socket.get(FAILURE, FAILURE); // the second one answers nothing
  assert.ok(!pending().includes(ANSWER_WITHIN_MS), "the wait for an answer would end the connection");
  socket.get(event(3));
  await fire(backoffMs(1, HALF));
  socket.resumed(3);
  assert.deepEqual(socket.resumes().map((one) => one.after), [seq(2), seq(3)]);
  assert.deepEqual([sockets.length, seen, states.at(-1)], [1, [3], "live"]);
});

test("an answer in between makes the count of failures begin anew, and so does a connection", async () => {
  const { socket, sockets, fire } = await client();
  const fail = async (one, times) => {
    for (let time = 1; time <= times; time += 1) {
      one.get(FAILURE);
      await fire(backoffMs(time, HALF));
    }
  };
  await fail(socket, ASKS_AGAIN);
  socket.resumed(0);
  socket.get(event(2)); // 1 is missing
  await fail(socket, ASKS_AGAIN);
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  await fail(sockets[1], ASKS_AGAIN);
  assert.deepEqual([sockets.length, sockets[1].closedWith], [2, null]);
});

test("an answer that says that more waits makes the count of failures begin anew", async () => {
  const { socket, sockets, fire } = await client();
  for (let answer = 1; answer <= ASKS_AGAIN + 1; answer += 1) {
    socket.get(FAILURE);
    await fire(backoffMs(1, HALF));
    socket.get(event(answer));
    socket.resumed(answer, { more: true });
  }
  assert.deepEqual([sockets.length, socket.closedWith], [1, null]);
});

test("an answer that comes during the wait for another try leaves no try behind", async () => {
  for (const more of [{}, { more: true }]) {
    const { socket, advance } = await client();
    socket.get(FAILURE);
    socket.get(event(1));
    socket.resumed(1, more); // late: API Gateway gave up, the function did not
    const before = socket.resumes().length;
    await advance(5_000);
    assert.deepEqual([before, socket.resumes().length], [more.more ? 2 : 1, before]);
  }
});

test("where the server goes on failing the page makes another connection", async () => {
  const { socket, sockets, codes, fire } = await client();
  for (let time = 1; time <= ASKS_AGAIN; time += 1) {
    socket.get(FAILURE);
    await fire(backoffMs(time, HALF));
  }
  assert.deepEqual([socket.closedWith, socket.resumes().length], [null, 1 + ASKS_AGAIN]);
  socket.get(FAILURE);
  assert.deepEqual([socket.closedWith, codes.at(-1)], [4000, "server-failed"]);
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
});

test("a failure frame without an open resume closes nothing", async () => {
  const { socket, states } = await client();
  socket.resumed(0);
  socket.get(FAILURE);
  assert.deepEqual([socket.closedWith, states.at(-1)], [null, "live"]);
});
