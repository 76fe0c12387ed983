// Two tabs against a server with random faults: each tab gets every event once, in order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { PROVE_WITHIN_SECONDS } from "../../client/internal/subscription_proof.js";
import { client, memory, quietly, settled } from "../support/fake_browser.mjs";
import { fakeServer } from "../support/fake_server.mjs";
import { randomFrom } from "../support/random.mjs";

const DAYS = 300;
const STEPS = 250;
const CALM_MS = 2 * PROVE_WITHIN_SECONDS * 1000;

/** A tab: what it got in each epoch, and what was reported as lost, over all its page loads. */
async function openTab(server, random, shared) {
  const tab = { seen: new Map(), gaps: [], startsAfter: null, load, fireAny };
  const own = memory();

  async function load() {
    tab.page?.handle.close();
    // A tab without a sequence of its own resumes after the other tab's, or asks for the whole window.
    if (own.map.size === 0) tab.startsAfter = [...shared.map.values()][0]?.split(" ") ?? null;
    tab.page = await client({
      open: false, WebSocket: server.Socket, storages: [own, shared], random,
      onEvent: ({ epoch, sequence }) => tab.seen.set(epoch, [...(tab.seen.get(epoch) ?? []), Number(sequence)]),
      onIncomplete: ({ after, through }) => tab.gaps.push([Number(after), Number(through), server.epoch()]),
    });
  }

  /** Lets time pass: a timer may fire before an answer that is still to come. */
  async function fireAny(of = () => true) {
    const running = tab.page.pending().filter(of);
    if (running.length > 0) await tab.page.fire(running[Math.floor(random() * running.length)]);
  }

  await load();
  return tab;
}

async function act(server, tabs, random) {
  const dice = random();
  const tab = tabs[Math.floor(random() * tabs.length)];
  if (dice < 0.2) server.push();
  else if (dice < 0.23) await tab.fireAny();
  else if (dice < 0.28) await tab.fireAny((ms) => ms < PING_EVERY_SECONDS * 1000);
  else if (dice < 0.3) await tab.load();
  else if (dice < 0.32) server.expire();
  else if (dice < 0.33) server.loseRow();
  else if (dice < 0.333) server.restore();
  else if (dice < 0.337) server.limit();
  else if (dice < 0.345) tab.page.handle.retry();
  else server.step();
  await settled();
}

/**
 * Ends the faults: every frame arrives, and no event is pushed any more. A tab whose row is gone, or whose
 * newest post was lost, must find out by itself within the time that a subscription is trusted.
 */
async function calm(server, tabs) {
  server.faulty = false;
  for (const { page } of tabs) {
    page.handle.retry(); // the buyer looks at the tab
    await settled();
    for (let passed = 0, ms = 0; passed <= CALM_MS; passed += ms) {
      while (server.step()) await settled();
      ms = page.untilNext();
      await page.fireNext();
    }
  }
  while (server.step()) await settled();
}

function check(seed, server, tab) {
  const seen = tab.seen.get(server.epoch()) ?? [];
  const gaps = tab.gaps.filter(([, , epoch]) => epoch === server.epoch());
  const where = `seed ${seed}: saw ${seen}; gaps ${JSON.stringify(tab.gaps)}; head ${server.head}`;
  for (const numbers of tab.seen.values()) {
    assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b), `out of order or twice; ${where}`);
  }
  // Where the tab began in this epoch: the events before were not missed.
  const [sequence, epoch] = tab.startsAfter ?? [];
  const isFirst = gaps.length === tab.gaps.length && [...tab.seen.keys()].every((one) => one === server.epoch());
  // A gap that leads to another epoch begins at a sequence of the epoch before: only its end counts.
  const told = (number) => gaps.some(([, through]) => number <= through);
  let began = 0;
  if (sequence !== undefined && epoch === server.epoch()) began = Number(sequence);
  else if (sequence === undefined && isFirst) began = (seen[0] ?? server.head + 1) - 1;
  for (let number = began + 1; number <= server.head; number += 1) {
    const isThere = seen.includes(number);
    assert.ok(isThere || number < server.windowStart, `${number} was lost; ${where}`);
    assert.ok(isThere || told(number), `${number} was lost in silence; ${where}`);
  }
  return seen.length;
}

test(`on ${DAYS} random days two tabs see every event once and in order`, async () => {
  let events = 0;
  let gaps = 0;
  const faults = {};
  await quietly("warn", async () => {
    for (let seed = 1; seed <= DAYS; seed += 1) {
      const random = randomFrom(seed);
      const server = fakeServer(random);
      const shared = memory();
      const tabs = [await openTab(server, random, shared), await openTab(server, random, shared)];
      for (let step = 0; step < STEPS; step += 1) await act(server, tabs, random);
      await calm(server, tabs);
      for (const tab of tabs) {
        check(seed, server, tab);
        events += [...tab.seen.values()].flat().length;
        gaps += tab.gaps.length;
      }
      for (const [fault, times] of Object.entries(server.happened)) faults[fault] = (faults[fault] ?? 0) + times;
    }
  });
  assert.ok(events > 40 * DAYS, `only ${events} events: the days were too quiet to prove anything`);
  assert.ok(gaps > 0, "no day had a gap");
  for (const [fault, times] of Object.entries(faults)) assert.ok(times > DAYS / 3, `${fault} came ${times} times`);
});
