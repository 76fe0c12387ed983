// A page that lost the shop checks, at growing intervals, whether the shop has moved.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs } from "realtime-notifier-client";
import { createMoveWatch, FIRST_LOOK, NotOpen, readPageConfig } from "../../storefront/page_config.js";
import { HALF, settled } from "../support/fake_browser.mjs";
import { failure } from "../support/fake_fetch.mjs";

const HERE = {
  httpUrl: "http://here", websocketUrl: "ws://here", cognitoEndpoint: "http://people", userPoolClientId: "c", demoBuyers: [],
};
const THERE = { ...HERE, httpUrl: "http://there" };

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
    Response.json({}), Response.json({ title: "The stage is not up yet", status: 503 }, { status: 503 }), new Response("<html>"), new Response("", { status: 404 }), Response.json(null),
  ];
  for (const answer of answers) {
    assert.ok(await failure(() => readPageConfig({ fetch: async () => answer })) instanceof NotOpen);
  }
  assert.deepEqual(await readPageConfig({ fetch: async () => Response.json(HERE) }), HERE);
  const { demoBuyers, ...hosted } = HERE;
  assert.deepEqual(await readPageConfig({ fetch: async () => Response.json(hosted) }), hosted);
});

test("a configuration that the page cannot use is told in words, and its field to a developer", async (t) => {
  const told = [];
  t.mock.method(console, "error", (...words) => told.push(words.join(" ")));
  const rows = [7, null, "", {}, ["x"]].flatMap((wrong) =>
    ["httpUrl", "websocketUrl", "cognitoEndpoint", "userPoolClientId"].map((name) => [name, wrong]));
  for (const wrong of [7, {}, "ada", [null], [{ email: 7, password: "x" }], [{ email: "ada@example.com" }]]) {
    rows.push(["demoBuyers", wrong]);
  }
  for (const [name, wrong] of rows) {
    const fetch = async () => Response.json({ ...HERE, [name]: wrong });
    assert.ok(await failure(() => readPageConfig({ fetch })) instanceof NotOpen, name);
    assert.match(told.findLast((one) => one.includes(name)), /^config\.json: .* must be .*, got /);
  }
  assert.ok(told.length < rows.length); // the page looks again and again, and tells each once
  assert.ok(!told.join().includes("ada@example.com"));
  told.length = 0; // a stage that is not up yet has none
  await failure(() => readPageConfig({ fetch: async () => Response.json({}) }));
  assert.deepEqual(told, []);
});
