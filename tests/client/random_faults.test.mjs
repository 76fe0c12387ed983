// Two tabs against a server with random faults: each tab gets every event once, in order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PING_EVERY_MS } from "../../client/internal/connection.js";
import { client, memory, quietly, settled } from "../support/fake_browser.mjs";
import { fakeServer } from "../support/fake_server.mjs";

const DAYS = 300;
const STEPS = 250;

/** Mulberry32: a small generator that gives the same numbers for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tab: the events that it got and those reported as lost, over all its page loads. */
async function openTab(server, random, shared) {
  const tab = { seen: [], gaps: [], startsAfter: null, load, fireAny };
  const own = memory();
  let page;

  async function load() {
    page?.handle.close();
    // A tab without a sequence of its own resumes after the other tab's, or asks for the whole window.
    if (own.map.size === 0) tab.startsAfter = [...shared.map.values()].map(Number)[0] ?? null;
    page = await client({
      open: false, webSocket: server.Socket, storages: [own, shared], random,
      onEvent: (one) => tab.seen.push(Number(one.sequence)),
      onIncomplete: ({ after, through }) => tab.gaps.push([Number(after), Number(through)]),
    });
  }

  /** Lets time pass: a timer may fire before an answer that is still to come. */
  async function fireAny(of = () => true) {
    const running = page.pending().filter(of);
    if (running.length > 0) await page.fire(running[Math.floor(random() * running.length)]);
  }

  await load();
  return tab;
}

async function act(server, tabs, random) {
  const dice = random();
  const tab = tabs[Math.floor(random() * tabs.length)];
  if (dice < 0.2) server.push();
  else if (dice < 0.23) await tab.fireAny();
  else if (dice < 0.28) await tab.fireAny((ms) => ms < PING_EVERY_MS);
  else if (dice < 0.3) await tab.load();
  else if (dice < 0.32) server.expire();
  else server.step();
  await settled();
}

/** Ends the faults: every frame arrives, and every lost connection is opened again. */
async function calm(server, tabs) {
  server.faulty = false;
  for (let round = 0; round < 20; round += 1) {
    while (server.step()) await settled();
    for (const tab of tabs) await tab.fireAny((ms) => ms <= 30_000 && server.connections.size < tabs.length);
    await settled();
  }
}

function check(seed, server, tab) {
  const where = `seed ${seed}: saw ${tab.seen}; gaps ${JSON.stringify(tab.gaps)}; head ${server.head}`;
  tab.seen.reduce((before, number) => {
    assert.ok(number > before, `out of order or twice; ${where}`);
    return number;
  }, 0);
  const seen = new Set(tab.seen);
  const told = (number) => tab.gaps.some(([after, through]) => after < number && number <= through);
  const asked = tab.startsAfter ?? (tab.seen[0] ?? server.head + 1) - 1; // older ones: not missed
  for (let number = (tab.startsAfter ?? 0) + 1; number <= server.head; number += 1) {
    assert.ok(number <= asked || seen.has(number) || told(number), `${number} was lost in silence; ${where}`);
    assert.ok(seen.has(number) || number < server.windowStart, `${number} was lost; ${where}`);
  }
}

test(`on ${DAYS} random days two tabs see every event once and in order`, async () => {
  let events = 0;
  let gaps = 0;
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
        events += tab.seen.length;
        gaps += tab.gaps.length;
      }
    }
  });
  assert.ok(events > 40 * DAYS, `only ${events} events: the days were too quiet to prove anything`);
  assert.ok(gaps > 0, "no day had a gap");
});
