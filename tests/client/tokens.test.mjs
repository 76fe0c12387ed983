// The token: how it is sent, when the page is asked for it, and whose events come.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LASTS_AFTER, REFRESH_EVERY, REFRESH_PAUSE_MS } from "../../client/internal/attempts.js";
import { backoffMs } from "../../client/internal/backoff.js";
import { OPEN_WITHIN_MS } from "../../client/internal/handshake.js";
import { claimsOf, subjectOf } from "../../client/internal/token_claims.js";
import { client, event, FIRST_BACKOFF_MS, HALF, quietly, tokenOf, URL } from "../support/fake_browser.mjs";

/** A token function, and for each call whether a fresh token was requested. `mark(n)`: what tells the nth token from others. */
function askedTokens({ mark = (n) => n, claims = {} } = {}) {
  const needs = [];
  const token = async ({ fresh }) => {
    needs.push(fresh);
    return tokenOf("ada", mark(needs.filter(Boolean).length), claims);
  };
  return { needs, token };
}

/** For each of so many more attempts, none of which leads to a connection, whether a fresh token was requested. */
async function needsOf(failures, { needs }, { sockets, advance }) {
  const before = needs.length;
  for (let n = 0; n < failures; n += 1) {
    sockets.at(-1).onclose({ code: 1006 }); // what a refused token looks like to a page
    await advance(500);
  }
  return needs.slice(before);
}

test("the token is sent as a subprotocol and not in the URL", async () => {
  const { socket } = await client();
  assert.deepEqual(socket.protocols, ["realtime.v1", `bearer.${tokenOf("ada")}`]);
  assert.equal(socket.url, URL);
});

test("a token function is called for each attempt", async () => {
  let asked = 0;
  const token = async () => tokenOf("ada", ++asked);
  const { sockets, fire, socket } = await client({ token });
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  const bearers = sockets.map((one) => one.protocols[1]);
  assert.deepEqual(bearers, [1, 2].map((mark) => `bearer.${tokenOf("ada", mark)}`));
});

test("an expired token ends the connection, and a fresh one is requested", async () => {
  const { needs, token } = askedTokens();
  const { sockets, socket, fire, states } = await client({ token });
  socket.resumed(0);
  await quietly("warn", () => socket.error("token-expired"));
  assert.equal(socket.closedWith, 1000);
  assert.equal(states.at(-1), "reconnecting");
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].onclose({ code: 1006 });
  await fire(backoffMs(1, HALF));
  assert.deepEqual(needs, [false, true, false]);
});

test("after several failed attempts a fresh token is requested", async () => {
  const { needs, token } = askedTokens();
  const { sockets, fire } = await client({ open: false, token });
  for (let n = 0; n < 2 * REFRESH_EVERY - 1; n += 1) {
    sockets.at(-1).onclose({ code: 1006 }); // what a refused token looks like to a page
    await fire(backoffMs(n, HALF));
  }
  assert.deepEqual(needs, [false, false, false, true, false, false]);
});

test("for ten minutes no other fresh token is requested, however many attempts fail", async () => {
  const { needs, token } = askedTokens();
  const { sockets, now, advance } = await client({ open: false, token, random: () => 0 });
  while (now() < 2 * REFRESH_PAUSE_MS) {
    sockets.at(-1).onclose({ code: 1006 });
    await advance(500);
  }
  assert.deepEqual([needs.indexOf(true), needs.filter(Boolean).length], [REFRESH_EVERY, 2]);
  assert.equal(needs.lastIndexOf(true) % REFRESH_EVERY, 0);
});

test("a fresh token that is the last one again counts as none", async () => {
  const asked = askedTokens({ mark: () => "cached" }); // its refresh fails, and nobody is told
  const made = await client({ open: false, token: asked.token, random: () => 0 });
  assert.deepEqual(await needsOf(9, asked, made), [1, 2, 3].flatMap(() => [false, false, true]));
});

test("a fresh token is trusted no longer than it lives, and a life that makes no sense says nothing", async () => {
  const seconds = { 2: [3, 9, 15], 0: [3], "-2": [3], none: [3], 600: [3] }; // an attempt takes half a second
  for (const [life, expected] of Object.entries(seconds)) {
    const asked = askedTokens({ claims: { iat: 1_700_000_000, exp: 1_700_000_000 + Number(life) } });
    const made = await client({ open: false, token: asked.token, random: () => 0 });
    const needs = await needsOf(15, asked, made);
    assert.deepEqual(needs.flatMap((isFresh, index) => (isFresh ? [index + 1] : [])), expected, life);
  }
});

test("a connection that opened ends the trust in a fresh token: the next row of failures has its own", async () => {
  const asked = askedTokens();
  const made = await client({ open: false, token: asked.token, random: () => 0 });
  assert.deepEqual(await needsOf(REFRESH_EVERY, asked, made), [false, false, true]);
  made.sockets.at(-1).onopen();
  assert.deepEqual(await needsOf(LASTS_AFTER, asked, made), [false, false, false, true, false, false]);
});

test("a token's subject is read from base64url", async () => {
  const subject = "\u00fe\u00ff?>~"; // its base64 holds both characters that base64url replaces
  const body = btoa(unescape(encodeURIComponent(JSON.stringify({ sub: subject, pad: "??>>" }))));
  const token = `h.${body.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.s`;
  assert.match(token, /-.*_|_.*-/);
  assert.equal(subjectOf(token), subject);
});

test("the time limit of the opening does not drop an open connection", async () => {
  const { pending } = await client();
  assert.ok(!pending().includes(OPEN_WITHIN_MS));
});

test("a token of another user starts at that user's own last sequence", async () => {
  const users = ["ada", "bob"];
  const { sockets, socket, fire } = await client({ token: () => tokenOf(users.shift()) });
  socket.resumed(7);
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume" }]);
});

test("a late frame of the previous user's connection does not reach the next user", async () => {
  const users = ["ada", "bob"];
  const { sockets, socket, seen, fire } = await client({ token: () => tokenOf(users.shift()) });
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  socket.get(event(1));
  sockets[1].resumed(1);
  assert.deepEqual(seen, []);
});

test("without a token the client pauses: nobody is signed in", async () => {
  const { sockets, pending, states } = await client({ open: false, token: async () => null });
  assert.deepEqual(states, ["connecting", "paused"]);
  assert.deepEqual([sockets.length, pending().length], [0, 0]);
});

test("a token function that fails is called again later", async () => {
  let asked = 0;
  const token = async () => { if (++asked === 1) throw new Error("offline"); return tokenOf("ada"); };
  await quietly("warn", async () => {
    const { sockets, fire } = await client({ open: false, token });
    assert.equal(sockets.length, 0);
    await fire(FIRST_BACKOFF_MS);
    assert.equal(sockets.length, 1);
  });
});

test("a token or a handshake that takes too long is given up and tried again", async () => {
  const { sockets, fire } = await client({ open: false });
  const late = sockets[0].onopen;
  await fire(OPEN_WITHIN_MS);
  assert.equal(sockets[0].closedWith, 4000);
  await fire(FIRST_BACKOFF_MS);
  late(); // the second attempt is under way
  assert.equal(sockets.length, 2);
  assert.deepEqual(sockets[0].sent, []);
});

test("close while the token is fetched opens nothing", async () => {
  let give;
  const token = () => new Promise((done) => (give = done));
  const { handle, sockets, pending } = await client({ open: false, token });
  handle.close();
  give(tokenOf("ada"));
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([sockets.length, pending().length], [0, 0]);
});

test("a token is read as UTF-8, and a text that is not a token has no claims", () => {
  const encode = (claims) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  assert.deepEqual(claimsOf(`h.${encode({ sub: "zoë" })}.s`), { sub: "zoë" });
  assert.equal(subjectOf(`h.${encode({ sub: 7 })}.s`), null);
  for (const none of ["", "opaque", "a.%%.c", "a.bnVsbA.c"]) assert.equal(subjectOf(none), null);
});
