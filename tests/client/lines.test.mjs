// Lines to the stage that end idle connections: the client learns how long each one is patient.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLinePatience, PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { client, quietly } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";
import { randomFrom } from "../support/random.mjs";

const HOURS = 4;
const HOUR_MS = 3_600_000;

/** A page that hears an event each one to eleven minutes, for some hours on one line. */
async function hoursOn(patienceSeconds, optionsOf = () => ({})) {
  const clock = fakeClock();
  const stage = fakeStage(clock, { patienceMs: patienceSeconds * 1000 });
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
test("on a line that cuts idle connections a page is deaf twice, and then pings in time", async () => {
  const found = {};
  for (const seconds of [30, 55, 60, 350, Infinity]) {
    const { stage, deafPercent, latestMs, pingsPerHour } = await hoursOn(seconds);
    assert.ok(deafPercent < 0.02, `${deafPercent} % deaf at ${seconds} s`);
    assert.ok(latestMs < 100, `${latestMs} ms late at ${seconds} s`);
    found[seconds] = [stage.handshakes, pingsPerHour];
  }
  assert.deepEqual(found, { 30: [3, 180], 55: [3, 98], 60: [3, 90], 350: [1, 12], Infinity: [1, 12] });
});

// A hidden tab: browsers let the timers of one run at full minutes only.
test("a hidden tab is deaf half of the time on a line that cuts after 30 s, and is cut twice after 125", async () => {
  const hidden = (clock) => ({
    setTimer: (callback, ms) => clock.setTimer(callback, Math.ceil((clock.now() + ms) / 60_000) * 60_000 - clock.now()),
  });
  const short = await hoursOn(30, hidden);
  assert.deepEqual([Math.round(short.deafPercent), Math.round(short.latestMs / 1000)], [48, 29]);
  const long = await hoursOn(125, hidden);
  assert.equal(long.stage.handshakes, 3);
});

test("with pingEverySeconds the first connection is kept", async () => {
  const { stage, deafPercent, pingsPerHour } = await hoursOn(60, () => ({ pingEverySeconds: 45 }));
  assert.deepEqual([stage.handshakes, pingsPerHour], [1, 81]);
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
  assert.equal(tab.codes.filter((code) => code === "no-pong").length, 2);
  assert.equal(stage.handshakes, 3);
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

/** The interval after these stretches: each a connection that was idle so long, and then cut. */
function learned(...seconds) {
  let now = 0;
  const patience = createLinePatience({ now: () => now, longestSeconds: 300 });
  for (const idle of seconds) {
    patience.opened();
    now += idle * 1000;
    patience.cut();
  }
  return patience.pingEveryMs() / 1000;
}

test("two cuts teach when they are about the same, and the ping comes after two thirds", () => {
  assert.equal(learned(60), 300);
  assert.equal(learned(60, 60), 40);
  assert.equal(learned(60, 63), 40);
  assert.equal(learned(60, 90, 61, 150), 300);
  assert.equal(learned(60, 12, 61), 40, "a short one is no stretch at all");
  assert.equal(learned(15, 16), 10);
  assert.equal(learned(14, 14), 300, "no ping is so fast");
  assert.equal(learned(60, 60, 250, 250), 40, "a connection that was idle for longer was not cut before");
  assert.equal(learned(480, 480), 300, "never above the option");
});

test("what the page sends ends an idle stretch for the line, and proves nothing about it", () => {
  let now = 0;
  const patience = createLinePatience({ now: () => now, longestSeconds: 300 });
  for (let time = 0; time < 2; time += 1) {
    patience.opened();
    now += 100_000;
    patience.sent(); // into a line that is dead
    now += 5_000;
    patience.cut();
  }
  assert.equal(Math.round(patience.pingEveryMs() / 1000), 67);
});

test("the client's warnings are few", async () => {
  assert.equal(await quietly("warn", () => hoursOn(30)), 0);
});
