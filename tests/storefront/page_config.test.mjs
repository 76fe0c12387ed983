// A page that lost the shop checks, at growing intervals, whether the shop has moved.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs } from "#realtime-client";
import { createMoveWatch, FIRST_LOOK, NotOpen, readPageConfig } from "../../storefront/page_config.js";
import { HALF, settled } from "../support/fake_browser.mjs";
import { failure } from "../support/fake_fetch.mjs";

const HERE = { httpUrl: "http://here", demoBuyers: [] };
const THERE = { httpUrl: "http://there", demoBuyers: [] };

/** A watch, its calls, and a clock that the test moves. */
function watching(answers) {
  const timers = [];
  const moved = [];
  const read = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const setTimer = (callback, ms) => timers.push({ callback, ms });
  const watch = createMoveWatch((found) => moved.push(found), { read, setTimer, random: HALF });
  const tick = async () => {
    const { callback, ms } = timers.shift();
    callback();
    await settled();
    return ms;
  };
  return { watch, moved, timers, tick };
}

test("it checks again while nothing has changed, at growing intervals", async () => {
  const { watch, moved, tick } = watching([{ ...HERE }, new Error("away"), THERE]);
  watch.start(HERE);
  const waits = [await tick(), await tick(), await tick()];
  assert.deepEqual(waits, [0, 1, 2].map((more) => backoffMs(FIRST_LOOK + more, HALF)));
  assert.deepEqual(moved, [THERE]);
});

test("a page that never had a configuration takes the first one", async () => {
  const { watch, moved, tick } = watching([new Error("away"), HERE]);
  watch.start(undefined);
  await tick();
  await tick();
  assert.deepEqual(moved, [HERE]);
});

test("it stops after the first move", async () => {
  const { watch, moved, timers, tick } = watching([THERE]);
  watch.start(HERE);
  watch.start(HERE);
  assert.equal(timers.length, 1);
  await tick();
  assert.deepEqual([moved.length, timers.length], [1, 0]);
});

test("a stopped watch ignores an answer that comes late", async () => {
  const { watch, moved, timers, tick } = watching([THERE, THERE]);
  watch.start(HERE);
  const looking = tick();
  watch.stop();
  await looking;
  watch.start(HERE);
  watch.stop();
  await tick();
  assert.deepEqual([moved, timers], [[], []]);
});

test("whatever is no configuration is told as a shop that is not open yet", async () => {
  const answers = [
    Response.json({}), new Response("<html>"), new Response("", { status: 404 }), Response.json(null),
  ];
  for (const answer of answers) {
    assert.ok(await failure(() => readPageConfig({ fetch: async () => answer })) instanceof NotOpen);
  }
  assert.deepEqual(await readPageConfig({ fetch: async () => Response.json(HERE) }), HERE);
});
