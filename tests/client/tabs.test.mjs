// Many tabs of one user at a stage with a limit of connections.

import assert from "node:assert/strict";
import { test } from "node:test";

import { quietly } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage, LIMIT } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";
import { randomFrom } from "../support/random.mjs";

const HOUR_MS = 3_600_000;

/** `number` tabs, opened half a second apart. */
async function openTabs(number, stageOptions) {
  const clock = fakeClock();
  const stage = fakeStage(clock, stageOptions);
  const random = randomFrom(number);
  const tabs = [];
  for (let one = 0; one < number; one += 1) {
    tabs.push(await openTab(clock, stage, { random }));
    await clock.advance(500);
  }
  const states = () => tabs.map(({ state }) => state);
  return { clock, stage, tabs, states };
}

const quiet = (act) => () => quietly("warn", act);

// Before the server said why it closes a connection: 105 handshakes in 100 s and 1,394 in the hour for 22
// tabs, 203 and 2,519 for 30, each of which was deaf for a third of the time.
test("tabs above the limit make one handshake each, and the oldest are paused", quiet(async () => {
  for (const number of [LIMIT + 2, LIMIT + 10]) {
    const { clock, stage, tabs, states } = await openTabs(number);
    await clock.advance(1.5 * HOUR_MS); // before the first connection is left for its age
    assert.equal(stage.handshakes, number);
    const paused = number - LIMIT;
    assert.deepEqual(states(), [...Array(paused).fill("paused"), ...Array(LIMIT).fill("live")]);
    assert.deepEqual(tabs[0].codes, ["connecting", "live", "connection-limit"]);
  }
}));

test("a paused tab that is looked at is live again, and has what it missed; the oldest one is paused", quiet(async () => {
  const { clock, stage, tabs, states } = await openTabs(LIMIT + 2);
  stage.push();
  tabs[1].hide();
  await tabs[1].look();
  await clock.advance(1000);
  assert.deepEqual([tabs[0].state, tabs[1].state, tabs[2].state], ["paused", "live", "paused"]);
  assert.equal(states().filter((state) => state === "live").length, LIMIT);
  assert.deepEqual(tabs[1].codes.slice(-3), ["connection-limit", "retrying", "live"]);
  assert.deepEqual([...tabs[1].heard.keys()], [1]);
  await clock.advance(HOUR_MS);
  assert.equal(stage.handshakes, LIMIT + 3);
}));

test("tabs that are all visible do not throw each other out, and neither does a network that comes back", quiet(async () => {
  const { clock, stage, tabs } = await openTabs(LIMIT + 5);
  for (let time = 0; time < 10; time += 1) {
    for (const { page } of tabs) {
      page.dispatchEvent(new Event("online"));
      page.navigator.connection.type = `network ${time}`;
      page.navigator.connection.dispatchEvent(new Event("change"));
    }
    await clock.advance(HOUR_MS / 10);
  }
  assert.equal(stage.handshakes, LIMIT + 5);
}));

test("a buyer who goes through all tabs makes one handshake with each look at a paused tab", quiet(async () => {
  const { clock, stage, tabs } = await openTabs(LIMIT + 5);
  let looks = 0;
  for (const tab of [...tabs, ...tabs]) {
    looks += tab.state === "paused" ? 1 : 0;
    tab.hide();
    await tab.look();
    tab.page.dispatchEvent(new Event("focus"));
    await clock.advance(3000);
    assert.equal(tab.state, "live");
  }
  assert.equal(stage.handshakes, LIMIT + 5 + looks);
}));

test("after a restart of the server the live tabs come back, and the paused ones stay", quiet(async () => {
  const { clock, stage, states } = await openTabs(LIMIT + 2);
  stage.restart();
  await clock.advance(HOUR_MS);
  assert.equal(stage.handshakes, LIMIT + 2 + LIMIT);
  assert.equal(states().filter((state) => state === "paused").length, 2);
}));

test("where the frame that says why is lost, the tabs come back ever more slowly", quiet(async () => {
  const { clock, stage } = await openTabs(LIMIT + 2, { tells: false });
  await clock.advance(HOUR_MS);
  const [first, before] = [stage.handshakes, stage.handshakes];
  assert.ok(first < 1000, `${first} handshakes in the first hour`);
  await clock.advance(HOUR_MS);
  assert.ok(stage.handshakes - before < 1000, `${stage.handshakes - before} in the second`);
}));

test("one lost frame costs one handshake", quiet(async () => {
  const { clock, stage, tabs, states } = await openTabs(LIMIT);
  stage.tells = false;
  tabs.push(await openTab(clock, stage));
  await clock.advance(100);
  assert.equal(tabs[0].code, "connection-lost");
  stage.tells = true;
  await clock.advance(HOUR_MS);
  assert.equal(stage.handshakes, LIMIT + 2);
  assert.deepEqual(states().slice(0, 3), ["live", "paused", "live"]);
}));

test("a page that closes when it is told of the new attempt leaves no timer", quiet(async () => {
  const clock = fakeClock();
  const stage = fakeStage(clock);
  const tab = await openTab(clock, stage, { onState: ({ code }) => code === "retrying" && tab.handle.close() });
  await clock.advance(1000);
  stage.refusal = { type: "realtime.error", code: "connection-limit", message: "Too many." };
  tab.handle.retry(); // a ping, which the stage answers so
  await clock.advance(1000);
  tab.handle.retry();
  await clock.advance(0);
  assert.deepEqual([clock.pending(), stage.handshakes], [[], 1]);
}));
