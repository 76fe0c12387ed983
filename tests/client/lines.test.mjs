// Lines to the stage that end idle connections: the client learns how long each one is patient.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { client, quietly } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";
import { randomFrom } from "../support/random.mjs";

const HOURS = 4;
const HOUR_MS = 3_600_000;

/** A page that hears an event each one to eleven minutes, for some hours on one line. */
async function hoursOn(patienceSeconds, optionsOf = () => ({}), line = {}) {
  const clock = fakeClock();
  const stage = fakeStage(clock, { patienceMs: patienceSeconds * 1000, ...line });
  const random = randomFrom(2);
  const tab = await openTab(clock, stage, { random, ...optionsOf(clock) });
  const pushed = [];
  while (clock.now() < HOURS * HOUR_MS) {
    await clock.advance(60_000 + random() * 600_000);
    stage.push();
    pushed.push(clock.now());
  }
  await clock.advance(60_000);
  const late = pushed.map((time, index) => tab.heard.get(index + 1) - time);
  return {
    clock, stage, tab,
    deafPercent: 100 * (1 - tab.liveMs() / clock.now()),
    latestMs: Math.max(...late),
    pingsPerHour: Math.round(stage.pings / HOURS),
  };
}

// A ping each five minutes, a back-off that starts over after 60 s: 32 % of the time deaf at 30 s, 12 % at 55,
// 1 % at 60; events 21 and 19 s late at 30 and 55; 222 to 316 handshakes.
test("on a line that cuts idle connections a page is deaf thrice, and then pings in time", async () => {
  const found = {};
  for (const seconds of [30, 55, 60, 350, Infinity]) {
    const { stage, deafPercent, latestMs, pingsPerHour } = await hoursOn(seconds);
    assert.ok(deafPercent < 0.03, `${deafPercent} % deaf at ${seconds} s`);
    assert.ok(latestMs < 100, `${latestMs} ms late at ${seconds} s`);
    found[seconds] = [stage.handshakes, pingsPerHour];
  }
  assert.deepEqual(found, { 30: [6, 183], 55: [6, 99], 60: [6, 91], 350: [3, 12], Infinity: [3, 12] });
});

// Never learned: 12 % of the time deaf at 60 s.
test("a line that ends idle connections with a close frame is learned, too", async () => {
  for (const seconds of [20, 30, 60, 240]) {
    const { stage, deafPercent } = await hoursOn(seconds, undefined, { cutCode: 1001 });
    assert.ok(stage.handshakes <= 6, `${stage.handshakes} handshakes at ${seconds} s`);
    assert.ok(deafPercent < 0.05, `${deafPercent} % deaf at ${seconds} s`);
  }
});

test("a close frame of a line that is known is not taken for the server's, where pings cannot come in time", async () => {
  const late = (clock) => ({
    setTimer: (callback, ms) => clock.setTimer(callback, ms >= 15_000 ? Math.max(ms, 60_000) : ms),
  });
  const { deafPercent } = await hoursOn(30, late, { cutCode: 1001 });
  assert.ok(deafPercent < 5, `${deafPercent} % deaf`);
});

test("a server that closes young connections with a close frame is left alone as before", async () => {
  const { stage } = await hoursOn(15, undefined, { cutCode: 1001 });
  assert.ok(stage.handshakes < 1100, `${stage.handshakes} handshakes`);
});

// A hidden tab: browsers let the timers of one run at full minutes only.
test("a hidden tab is deaf half of the time on a line that cuts after 30 s, and is cut thrice after 125", async () => {
  const hidden = (clock) => ({
    setTimer: (callback, ms) => clock.setTimer(callback, Math.ceil((clock.now() + ms) / 60_000) * 60_000 - clock.now()),
  });
  const short = await hoursOn(30, hidden);
  assert.deepEqual([Math.round(short.deafPercent), Math.round(short.latestMs / 1000)], [48, 30]);
  const long = await hoursOn(125, hidden);
  assert.equal(long.stage.handshakes, 6);
});

test("with pingEverySeconds a connection is kept until it is left for its age", async () => {
  const { stage, deafPercent, pingsPerHour } = await hoursOn(60, () => ({ pingEverySeconds: 45 }));
  assert.deepEqual([stage.handshakes, pingsPerHour], [3, 82]);
  assert.ok(deafPercent < 0.01);
});

test("an interval that keeps no connection open is refused by name", async () => {
  for (const [value, said] of [[0, "0"], [9.9, "9.9"], [541, "541"], ["60", '"60"'], [Number.NaN, "NaN"], [null, "null"]]) {
    await assert.rejects(client({ pingEverySeconds: value }), {
      name: "RangeError",
      message: "connect: pingEverySeconds must be a number from 10 to 540 (API Gateway closes a connection"
        + ` that is idle for 600), got ${said}`,
    });
  }
  for (const value of [10, 540, 12.5, undefined]) (await client({ pingEverySeconds: value })).handle.close();
});

test("another network is learned anew, and a faster one is not taken for another", async () => {
  const { clock, stage, tab } = await hoursOn(60);
  const pingsInAnHour = async () => {
    const before = stage.pings;
    await clock.advance(HOUR_MS);
    return stage.pings - before;
  };
  const { connection } = tab.page.navigator;
  stage.patienceMs = Infinity;
  connection.effectiveType = "3g";
  connection.dispatchEvent(new Event("change"));
  assert.equal(await pingsInAnHour(), 90);
  connection.type = "cellular";
  connection.dispatchEvent(new Event("change"));
  assert.ok(await pingsInAnHour() <= 14);
});

test("a network that drops idle connections in silence is learned by pings that nobody answers", async () => {
  const clock = fakeClock();
  const stage = fakeStage(clock, { patienceMs: 240_000, cutsInSilence: true });
  const tab = await openTab(clock, stage);
  await clock.advance(HOUR_MS);
  assert.equal(tab.codes.filter((code) => code === "no-pong").length, 3);
  assert.equal(stage.handshakes, 4);
});

/** How many pings a healthy line has in each of the next hours. */
async function pingsByHour({ clock, stage }, hours) {
  const found = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const before = stage.pings;
    await clock.advance(HOUR_MS);
    found.push(stage.pings - before);
  }
  return found;
}

// What two cuts taught was never forgotten: 110 to 258 pings an hour in the median, 360 at most.
test("an hour of random cuts teaches little, and a healthy line forgets it", async () => {
  for (const meanMs of [60_000, 90_000, 180_000]) {
    const late = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = randomFrom(seed * 7);
      const clock = fakeClock();
      const stage = fakeStage(clock);
      await openTab(clock, stage, { random: randomFrom(seed) });
      while (clock.now() < HOUR_MS) {
        await clock.advance(-Math.log(1 - random()) * meanMs);
        stage.breakLines();
      }
      const [first, ...others] = await pingsByHour({ clock, stage }, 4);
      assert.ok(first <= 362, `${first} pings in the first hour`);
      late.push(others.at(-1));
    }
    assert.ok(late.every((pings) => pings <= 13), `after cuts each ${meanMs} ms: ${late}`);
  }
});

test("a server that answers no ping for half an hour teaches for some hours only", async () => {
  const clock = fakeClock();
  const stage = Object.assign(fakeStage(clock), { answersPings: false });
  await openTab(clock, stage);
  await clock.advance(HOUR_MS / 2);
  stage.answersPings = true;
  await clock.advance(60_000);
  const pings = await pingsByHour({ clock, stage }, 4);
  assert.ok(pings[0] > 13 && pings.at(-1) <= 13, `${pings}`);
});

test("a line that goes on cutting is tried ever more rarely, until the network is another one", async () => {
  const clock = fakeClock();
  const stage = fakeStage(clock, { patienceMs: 60_000 });
  const tab = await openTab(clock, stage);
  const handshakes = [];
  for (const hours of [0.5, 2, 4, 8, 16]) {
    await clock.advance(hours * HOUR_MS - clock.now());
    handshakes.push(stage.handshakes);
  }
  assert.deepEqual(handshakes, [4, 5, 6, 8, 13]);
  tab.page.navigator.connection.type = "cellular";
  tab.page.navigator.connection.dispatchEvent(new Event("change"));
  await clock.advance(2 * HOUR_MS);
  assert.equal(stage.handshakes, 17);
});

test("closes that are not the line's teach nothing", async () => {
  const closes = {
    async "the server restarts now and then"({ clock, stage }, random) {
      for (let time = 0; time < 100; time += 1) {
        await clock.advance(20_000 + random() * 600_000);
        stage.restart();
      }
    },
    async "the line breaks now and then"({ clock, stage }, random) {
      for (let time = 0; time < 100; time += 1) {
        await clock.advance(600_000 + random() * 600_000);
        stage.breakLines();
      }
    },
    async "a connection ends after two hours"({ clock, stage }) {
      for (let time = 0; time < 20; time += 1) {
        await clock.advance(2 * HOUR_MS);
        stage.breakLines(); // without a close frame, which would be proof enough
      }
    },
  };
  for (const [name, happen] of Object.entries(closes)) {
    const clock = fakeClock();
    const stage = fakeStage(clock);
    await openTab(clock, stage);
    await happen({ clock, stage }, randomFrom(3));
    const before = stage.pings;
    await clock.advance(HOUR_MS);
    assert.ok(stage.pings - before <= HOUR_MS / 1000 / PING_EVERY_SECONDS, name);
  }
});

test("the client's warnings are few", async () => {
  assert.equal(await quietly("warn", () => hoursOn(30)), 0);
});
