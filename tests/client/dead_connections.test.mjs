// A connection that is dead but looks open is found in time, whatever the page, the buyer or a faulty server
// does meanwhile. Each timer of the client that can be started again while it runs has a test here.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_WITHIN_MS } from "../../client/internal/answers.js";
import { OPEN_WITHIN_MS } from "../../client/internal/handshake.js";
import { PONG_WITHIN_MS } from "../../client/internal/heartbeat.js";
import { PROVE_AGAIN_AFTER_MS } from "../../client/internal/subscription_proof.js";
import { client, event, fakePage, quietly } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";

const look = ({ page }) => page.document.dispatchEvent(new Event("visibilitychange"));
const flap = ({ page }) => {
  const { connection } = page.navigator;
  connection.effectiveType = connection.effectiveType === "4g" ? "3g" : "4g";
  connection.dispatchEvent(new Event("change"));
};
const retry = ({ handle }) => handle.retry();
const online = ({ page }) => page.dispatchEvent(new Event("online"));

/** How long the page says live after its connection died, while `happen` goes on each `everyMs`. */
async function liveAfterDeath(happen, everyMs) {
  const clock = fakeClock();
  const stage = fakeStage(clock);
  const tab = await openTab(clock, stage);
  await clock.advance(1000);
  stage.connections[0].isDead = true;
  const died = clock.now();
  while (tab.codes.length === 2 && clock.now() - died < 3_600_000) {
    happen(tab);
    await clock.advance(everyMs);
  }
  return clock.now() - died;
}

test("pong: a page that is looked at every few seconds is not live on a dead connection", async () => {
  for (const happen of [look, flap, retry, online]) {
    for (const everyMs of [1000, 4000, 8000]) {
      const ms = await liveAfterDeath(happen, everyMs);
      assert.ok(ms < PONG_WITHIN_MS + 2 * everyMs, `${happen.name} each ${everyMs} ms: live for ${ms} ms`);
    }
  }
});

test("answer: a resume that nobody answers ends the connection, however often the page wakes up", async () => {
  for (const happen of [look, flap, retry, online]) {
    const clock = fakeClock();
    const stage = Object.assign(fakeStage(clock), { answersResumes: false });
    const tab = await openTab(clock, stage);
    await clock.advance(1000);
    for (let ms = 0; ms < ANSWER_WITHIN_MS && tab.code === "connecting"; ms += 3000) {
      happen(tab);
      await clock.advance(3000);
    }
    assert.equal(tab.code, "no-answer", happen.name);
  }
});

test("answer: events and pongs that come meanwhile are no answer", async () => {
  const { socket, advance, codes } = await client();
  for (let number = 1; number <= 10; number += 1) {
    socket.get(event(number), { type: "realtime.pong" });
    await advance(ANSWER_WITHIN_MS / 10);
  }
  assert.equal(codes.at(-1), "no-answer");
});

test("proof: wake-ups in a row put the next proof off by a few seconds at most", async () => {
  const page = fakePage();
  const { socket, advance } = await client({ page });
  socket.resumed(0);
  for (let ms = 0; ms < 60_000; ms += 1000) {
    page.dispatchEvent(new Event("online"));
    await advance(1000);
    if (socket.sent.at(-1).action === "ping") socket.get({ type: "realtime.pong" });
    socket.resumed(0);
  }
  assert.ok(socket.resumes().length >= 60_000 / (PROVE_AGAIN_AFTER_MS + 1000), `${socket.resumes().length} proofs`);
});

test("again: a refusal that comes again and again puts the next resume off once", async () => {
  const { socket, advance } = await client();
  await quietly("warn", async () => {
    for (let second = 0; second < 5; second += 1) {
      socket.error("too-soon", { retryAfterSeconds: 5 });
      await advance(1000);
    }
  });
  assert.equal(socket.resumes().length, 2);
});

test("open: an attempt that hangs is given up, however often the page wakes up", async () => {
  for (const happen of [look, retry, online]) {
    const clock = fakeClock();
    const stage = Object.assign(fakeStage(clock), { isSilent: true });
    const tab = await openTab(clock, stage);
    for (let ms = 0; ms <= OPEN_WITHIN_MS; ms += 2000) {
      happen(tab);
      await clock.advance(2000);
    }
    assert.ok(tab.codes.includes("handshake-failed"), happen.name);
  }
});

test("open: a token function that never answers is given up too", async () => {
  const clock = fakeClock();
  const tab = await openTab(clock, fakeStage(clock), { token: () => new Promise(() => {}) });
  await clock.advance(OPEN_WITHIN_MS);
  assert.equal(tab.code, "token-failed");
});

test("reconnect: a network that comes and goes does not put the next attempt off", async () => {
  const clock = fakeClock();
  const stage = Object.assign(fakeStage(clock), { isDown: true });
  const tab = await openTab(clock, stage);
  for (let second = 0; second < 600; second += 1) {
    tab.page.dispatchEvent(new Event("offline"));
    await clock.advance(1000);
  }
  assert.ok(stage.handshakes >= 600 / 60, `${stage.handshakes} attempts in ten minutes`);
});

test("ping: a page that hears events all the time still pings", async () => {
  const clock = fakeClock();
  const stage = fakeStage(clock);
  await openTab(clock, stage);
  for (let second = 0; second <= 3600; second += 10) {
    stage.push();
    await clock.advance(10_000);
  }
  assert.equal(stage.pings, 12);
});
