// A resume that repeats what was sent a moment ago: the server asks the page to wait.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_WITHIN_MS } from "../../client/internal/answers.js";
import { client, event, fakePage, FIRST_BACKOFF_MS, quietly, remembered, seq } from "../support/fake_browser.mjs";

const tooSoon = (socket, retryAfterSeconds) =>
  quietly("warn", () => socket.error("too-soon", { retryAfterSeconds }));

test("the page waits as long as it is told, and resumes again on the same connection", async () => {
  const { socket, sockets, pending, advance, states } = await client({ storages: [remembered(2)] });
  await tooSoon(socket, 40);
  assert.ok(!pending().includes(ANSWER_WITHIN_MS), "the wait for an answer would end the connection");
  await advance(39_999);
  assert.equal(socket.resumes().length, 1);
  await advance(1);
  assert.equal(socket.resumes().length, 2);
  socket.resumed(2);
  assert.deepEqual([sockets.length, states.at(-1)], [1, "live"]);
});

test("it asks after the last event that came meanwhile", async () => {
  const { socket, seen, advance } = await client({ storages: [remembered(2)] });
  await tooSoon(socket, 5);
  socket.get(event(3), event(5));
  await advance(5_000);
  assert.deepEqual(socket.resumes().map((one) => one.after), [seq(2), seq(3)]);
  assert.deepEqual(seen, [3]);
});

test("while it waits, neither a gap nor a wake-up sends a resume", async () => {
  const page = fakePage();
  const { socket, advance } = await client({ page, storages: [remembered(2)] });
  await tooSoon(socket, 5);
  socket.get(event(9));
  page.dispatchEvent(new Event("online"));
  socket.get({ type: "realtime.pong" });
  assert.equal(socket.resumes().length, 1);
  await advance(5_000);
  assert.equal(socket.resumes().length, 2);
});

test("a time that makes no sense becomes a sober one", async () => {
  for (const [seconds, ms] of [[undefined, 1000], ["5", 1000], [-3, 1000], [0, 1000], [1e9, 60_000]]) {
    const { socket, pending } = await client();
    await tooSoon(socket, seconds);
    assert.deepEqual(pending().filter((one) => one <= 60_000 && one !== FIRST_BACKOFF_MS), [ms]);
  }
});

test("a refusal without an open resume changes nothing", async () => {
  const { socket, advance } = await client();
  socket.resumed(0);
  await tooSoon(socket, 1);
  await advance(10_000);
  assert.equal(socket.resumes().length, 1);
});

test("a connection that is lost during the wait is opened anew, and asks once", async () => {
  const { socket, sockets, advance } = await client();
  await tooSoon(socket, 5);
  socket.onclose({ code: 1006 });
  await advance(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  await advance(6_000);
  assert.equal(sockets[1].resumes().length, 1);
  assert.equal(socket.resumes().length, 1);
});
