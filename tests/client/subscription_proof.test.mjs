// A page proves its subscription, not only its socket: nobody is live but deaf for longer than told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_WITHIN_MS } from "../../client/internal/answers.js";
import { PROVE_AGAIN_AFTER_MS, PROVE_WITHIN_SECONDS } from "../../client/internal/subscription_proof.js";
import { client, event, fakePage, FIRST_BACKOFF_MS, seq } from "../support/fake_browser.mjs";

const WITHIN_MS = PROVE_WITHIN_SECONDS * 1000;
const HOUR_MS = 3_600_000;

/** A live page. Its server answers pings, and resumes as `answer` says, `pong` false: nothing. */
async function livePage({ answer = {}, ...options } = {}) {
  const made = await client(options);
  const { socket } = made;
  let [resumes, pings] = [0, 0];
  const sent = socket.send.bind(socket);
  socket.send = (text) => {
    sent(text);
    const { action } = socket.sent.at(-1);
    if (action === "ping") pings += 1;
    else resumes += 1;
    const reply = () => (action === "ping" ? socket.get({ type: "realtime.pong" }) : socket.resumed(1, answer));
    if (answer) queueMicrotask(reply);
  };
  socket.resumed(1, answer ?? {});
  return { ...made, count: () => ({ resumes, pings }) };
}

test("an idle hour costs 6 resumes and 12 pings, and the page stays live", async () => {
  const { count, advance, states, sockets } = await livePage();
  await advance(HOUR_MS);
  assert.deepEqual(count(), { resumes: 6, pings: 12 });
  assert.deepEqual([states, sockets.length], [["connecting", "live"], 1]);
});

test("a proof sends the page's cursor", async () => {
  const { socket, advance } = await livePage({ answer: { epoch: "e" } });
  await advance(WITHIN_MS);
  assert.deepEqual(socket.resumes().at(-1), { action: "resume", after: seq(1), epoch: "e" });
});

test("an event is a proof: the next one is due after it", async () => {
  const { socket, count, advance } = await livePage();
  await advance(WITHIN_MS - 1);
  socket.get(event(2));
  await advance(WITHIN_MS - 1);
  assert.equal(count().resumes, 0);
  await advance(1);
  assert.equal(count().resumes, 1);
});

test("a page whose row is gone, or whose newest post was lost, has the event after a proof", async () => {
  const { socket, seen, advance, gaps } = await livePage({ answer: null });
  for (let minute = 0; minute < 10; minute += 1) {
    await advance(60_000);
    socket.get({ type: "realtime.pong" }); // answered pings prove nothing
  }
  assert.equal(socket.resumes().length, 2);
  socket.get(event(2));
  socket.resumed(2);
  assert.deepEqual([seen, gaps], [[2], []]);
});

test("the server may tell a longer time, and not a shorter one", async () => {
  for (const [told, seconds] of [[3600, 3600], [5, 600], ["3600", 600], [1e12, 6600], [undefined, 600]]) {
    // By this random number the connection is left as late as can be.
    const { count, advance } = await livePage({ random: () => 0, answer: { resumeWithinSeconds: told } });
    await advance(seconds * 1000 - 1);
    assert.equal(count().resumes, 0, `told ${told}`);
    await advance(1);
    assert.equal(count().resumes, 1, `told ${told}`);
  }
});

test("a proof that nobody answers ends the connection; until then the page says live", async () => {
  const { socket, sockets, advance, states } = await livePage({ answer: null });
  await advance(300_000);
  socket.get({ type: "realtime.pong" });
  await advance(300_000); // a ping and a proof are due at once
  socket.get({ type: "realtime.pong" });
  assert.equal(states.at(-1), "live");
  await advance(ANSWER_WITHIN_MS);
  assert.equal(states.at(-1), "reconnecting");
  await advance(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
});

test("a wake-up and another network are proved at once", async () => {
  const page = fakePage();
  const network = page.navigator.connection;
  const { count, advance } = await livePage({ page });
  const after = async (act) => {
    act();
    await advance(PROVE_AGAIN_AFTER_MS);
    return count().resumes;
  };
  assert.equal(await after(() => page.dispatchEvent(new Event("online"))), 1);
  assert.equal(await after(() => page.document.dispatchEvent(new Event("visibilitychange"))), 2);
  network.type = "cellular";
  assert.equal(await after(() => network.dispatchEvent(new Event("change"))), 3);
  network.rtt = 150; // an estimate of the speed, not another network
  assert.equal(await after(() => network.dispatchEvent(new Event("change"))), 3);
});

test("a window that gets the focus proves nothing: it was in sight before", async () => {
  const page = fakePage();
  const { socket } = await livePage({ page });
  page.dispatchEvent(new Event("focus"));
  assert.equal(socket.sent.length, 1);
});

test("many wake-ups in a moment are proved at once and once more at their end", async () => {
  const page = fakePage();
  const { count, advance } = await livePage({ page });
  for (let time = 0; time < 20; time += 1) {
    page.document.dispatchEvent(new Event("visibilitychange"));
    await advance(100);
  }
  assert.equal(count().resumes, 1);
  await advance(PROVE_AGAIN_AFTER_MS);
  assert.equal(count().resumes, 2);
});

test("a page never sends two resumes at once", async () => {
  const page = fakePage();
  const { socket } = await client({ page });
  page.dispatchEvent(new Event("online"));
  socket.resumed(1);
  page.dispatchEvent(new Event("online"));
  socket.get(event(5));
  page.document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(socket.resumes().length, 2);
});

test("a live page that closes from inside onEvent leaves no timer", async () => {
  const made = await livePage({ onEvent: () => made.handle.close() });
  made.socket.get(event(2));
  assert.deepEqual(made.pending(), []);
});

test("after close nothing is proved any more", async () => {
  const page = fakePage();
  const { handle, socket, pending } = await livePage({ page });
  handle.close();
  page.navigator.connection.type = "cellular";
  page.navigator.connection.dispatchEvent(new Event("change"));
  assert.deepEqual([socket.resumes().length, pending()], [1, []]);
});
