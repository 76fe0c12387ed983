// A token is renewed before it expires, while the connection stays. Its life is counted from its receipt.

import assert from "node:assert/strict";
import { test } from "node:test";

import { aheadMs, LEAST_AHEAD_MS } from "../../client/internal/early_leave.js";
import { SHORTEST_LIFE_MS } from "../../client/internal/token_renewal.js";
import { createFakeServer } from "../../client/testing/index.js";
import { client, FIRST_BACKOFF_MS, HALF, quietly, settled, tokenOf } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { fakeStage } from "../support/fake_stage.mjs";
import { openTab } from "../support/fake_tab.mjs";

const HOUR_S = 3600;
const DAY_MS = 24 * HOUR_S * 1000;
const DUE_MS = HOUR_S * 1000 - aheadMs(HOUR_S * 1000, HALF);
const LAST_MS = HOUR_S * 1000 - LEAST_AHEAD_MS;

/** A token function whose tokens live for `life` seconds by an issuer whose clock says `at`. */
function issuer({ life = HOUR_S, at = 1_700_000_000 } = {}) {
  const asked = [];
  const token = ({ fresh }) => {
    asked.push(fresh);
    return tokenOf("ada", asked.length, { iat: at, exp: at + life });
  };
  return { asked, token };
}

/** A tab that stays live for a day or so, with its token function. */
async function aDay(token, ms = DAY_MS) {
  const clock = fakeClock();
  const stage = fakeStage(clock);
  const tab = await openTab(clock, stage, { token });
  await clock.advance(ms);
  tab.handle.close();
  return { tab, stage, clock };
}

test("shortly before the end a fresh token is asked for while the connection stays, and then the client reconnects with it", async () => {
  let give;
  const { token } = issuer();
  const asking = (need) => (need.fresh ? new Promise((done) => { give = () => done(token(need)); }) : token(need));
  const { sockets, socket, codes, fire } = await client({ token: asking });
  socket.resumed(0);
  await fire(DUE_MS);
  assert.deepEqual([socket.closedWith, codes.at(-1)], [null, "live"]);
  give();
  await settled();
  assert.deepEqual([socket.closedWith, codes.at(-1), sockets.length], [1000, "token-renewed", 2]);
  assert.equal(sockets[1].protocols[1], `bearer.${tokenOf("ada", 2, { iat: 1_700_000_000, exp: 1_700_003_600 })}`);
  sockets[1].onopen();
  sockets[1].resumed(0);
  assert.deepEqual(codes, ["connecting", "live", "token-renewed", "live"]);
});

test("in a day a token of an hour is renewed 26 times, and the page is never without a connection for long", async () => {
  const { asked, token } = issuer();
  const { tab, stage } = await aDay(token);
  assert.deepEqual([asked.length, asked.filter(Boolean).length, stage.handshakes], [27, 26, 27]);
  assert.ok(DAY_MS - tab.liveMs() < 27 * 100, `${DAY_MS - tab.liveMs()} ms not live`);
  assert.deepEqual(new Set(tab.codes.slice(2, -1)), new Set(["token-renewed", "live"]));
});

test("a clock that is wrong by years changes nothing", async () => {
  for (const at of [0, 4_000_000_000]) {
    const { asked, token } = issuer({ at });
    await aDay(token);
    assert.equal(asked.length, 27);
  }
});

test("a token function that fails then, gives no answer or no other token, is asked once more a minute before the end", async () => {
  const { token } = issuer();
  const first = token({ fresh: false });
  const answers = [
    () => { throw new Error("offline"); }, async () => { throw new Error("offline"); }, () => "two words", () => first, () => 7,
    () => new Promise(() => {}),
  ];
  for (const answer of answers) {
    const asked = [];
    await quietly("warn", async () => {
      const clock = fakeClock();
      const stage = fakeStage(clock);
      const tab = await openTab(clock, stage, { token({ fresh }) {
        asked.push(clock.now());
        return fresh ? answer() : first;
      } });
      await clock.advance(1.5 * HOUR_S * 1000);
      tab.handle.close();
      const waits = [asked[1] - asked[0], asked[2] - asked[1], asked.length];
      assert.deepEqual([waits, stage.handshakes, tab.codes],
        [[DUE_MS, LAST_MS - DUE_MS, 3], 1, ["connecting", "live", "closed-by-page"]], String(answer));
    });
  }
});

test("what fails then may work a minute before the end", async () => {
  const { token } = issuer();
  let asked = 0;
  await quietly("warn", async () => {
    const { tab, stage } = await aDay((need) => {
      asked += 1;
      if (asked === 2) throw new Error("offline");
      return token(need);
    }, HOUR_S * 1000);
    assert.deepEqual([asked, stage.handshakes], [3, 2]);
    assert.deepEqual(tab.codes, ["connecting", "live", "token-renewed", "live", "closed-by-page"]);
  });
});

test("where the random moment is itself a minute before the end, the page is asked once", async () => {
  const { token } = issuer();
  const first = token({ fresh: false });
  const clock = fakeClock();
  const tab = await openTab(clock, fakeStage(clock), { token: () => first, random: () => 0 });
  await clock.advance(HOUR_S * 1000);
  tab.handle.close();
  assert.equal(tab.asked, 2);
});

test("a first answer that comes after the second is not used", async () => {
  const { token } = issuer();
  const late = [];
  const clock = fakeClock();
  const stage = fakeStage(clock);
  const tab = await openTab(clock, stage, { token(need) {
    if (!need.fresh || late.length > 0) return token(need);
    return new Promise((done) => late.push(() => done(token(need))));
  } });
  await clock.advance(HOUR_S * 1000);
  late[0]();
  await clock.advance(1000);
  tab.handle.close();
  assert.deepEqual([stage.handshakes, tab.codes], [2, ["connecting", "live", "token-renewed", "live", "closed-by-page"]]);
});

test("a warning says whether the token is asked for again", async () => {
  const { token } = issuer();
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  try {
    await aDay((need) => {
      if (need.fresh) throw new Error("offline");
      return token(need);
    }, HOUR_S * 1000);
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(said, [
    "realtime: the token could not be renewed yet, and is asked for again a minute before its end",
    "realtime: the token could not be renewed: the server ends the connection once it has expired",
  ]);
});

test("a user who has signed out by then is signed out", async () => {
  const { token } = issuer();
  const { tab, clock } = await aDay((need) => (need.fresh ? null : token(need)));
  assert.deepEqual([tab.codes, clock.pending()], [["connecting", "live", "signed-out", "closed-by-page"], []]);
});

test("a token that is a text, that does not say its life, or lives for too short or too long, has no timer", async () => {
  const { token } = issuer();
  const tokens = [
    token({}), () => "opaque", () => tokenOf("ada"), ...[{ exp: 5000 }, { iat: 0 }, { exp: "5000", iat: {} }, { exp: 0, iat: 5000 },
      { iat: 0, exp: SHORTEST_LIFE_MS / 1000 - 1 }, { iat: 0, exp: 1e9 }, { iat: 0, exp: 1e300 }].map((claims) => () => tokenOf("ada", "", claims)),
  ];
  for (const one of tokens) {
    const { pending } = await client({ token: one });
    assert.equal(pending().length, 3, String(one)); // the answer, the ping, and the connection's age
  }
});

test("the same token after a reconnect is as old as it was", async () => {
  const { token } = issuer();
  const kept = token({});
  let asked = 0;
  const { sockets, socket, set, fire, pending } = await client({ token: () => { asked += 1; return kept; } });
  socket.resumed(0);
  set(1_000_000);
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.ok(pending().includes(DUE_MS - 1_000_000), pending());
  assert.equal(asked, 2);
});

test("a renewal that comes after the connection was lost, closed or given to another user is not used", async () => {
  const ends = {
    lost: ({ socket }) => socket.onclose({ code: 1006 }), closed: ({ handle }) => handle.close(),
    changed: ({ handle }) => handle.userChanged(),
  };
  for (const [name, end] of Object.entries(ends)) {
    let give;
    const { token } = issuer();
    let isOver = false;
    const made = await client({ token: (need) => {
      if (need.fresh) return new Promise((done) => { give = () => done(token(need)); });
      return isOver ? tokenOf("bob") : token(need);
    } });
    made.socket.resumed(0);
    await made.fire(DUE_MS);
    isOver = true;
    end(made);
    await settled();
    const before = made.codes.length;
    give();
    await settled();
    assert.equal(made.codes.length, before, name);
    assert.equal(made.sockets.length, name === "changed" ? 2 : 1, name);
  }
});

test("a message of the moment of a renewal waits for the next connection, also without a queue, and goes in order", async () => {
  for (const sendQueueLength of [0, 2]) {
    const server = createFakeServer();
    const heard = [];
    const errors = [];
    server.onMessage("note", ({ data }) => heard.push(data));
    const token = () => server.token("ada", { lifetimeSeconds: HOUR_S });
    const connection = server.connect({ url: server.url, token, sendQueueLength });
    connection.on("state", ({ code }) => {
      if (code !== "token-renewed") return;
      for (let number = 1; number <= 101; number += 1) {
        try {
          connection.send("note", number);
        } catch (error) {
          errors.push([number, error.code]);
        }
      }
    });
    await server.advance(HOUR_S);
    assert.deepEqual([heard.length, heard[0], heard[99], errors], [100, 1, 100, [[101, "queue-full"]]]);
    connection.close();
  }
});
