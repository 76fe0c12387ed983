// userChanged(): users of one page, one after the other, never see each other's events.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, event, fakePage, memory, quietly, seq, settled, tokenOf } from "../support/fake_browser.mjs";

/** A page whose user the test sets; `users` has who was asked for. */
async function page(first, options = {}) {
  const people = { now: first, asked: [] };
  const token = async ({ fresh }) => {
    people.asked.push(fresh ? `${people.now} fresh` : people.now);
    return people.now && tokenOf(people.now);
  };
  const made = await client({ open: first !== null, token, ...options });
  async function become(user) {
    people.now = user;
    made.handle.userChanged();
    await settled();
    return made.sockets.at(-1);
  }
  return { ...made, people, become };
}

test("the next user's connection begins at his own last sequence, and the one before is closed at once", async () => {
  const { socket, seen, codes, people, become } = await page("ada");
  socket.get(event(1));
  socket.resumed(1);
  const late = socket.onmessage;
  const next = await become("bob");
  assert.equal(socket.closedWith, 1000);
  late({ data: JSON.stringify(event(2)) });
  next.onopen();
  assert.deepEqual(next.sent, [{ action: "resume" }]);
  next.get(event(7));
  next.resumed(7);
  assert.deepEqual([seen, people.asked], [[1, 7], ["ada", "bob"]]);
  assert.deepEqual(codes, ["connecting", "live", "user-changed", "live"]);
});

test("the user who comes back goes on after his last event", async () => {
  for (const storages of [[memory()], []]) {
    const { socket, seen, become } = await page("ada", { storages });
    socket.get(event(1));
    socket.resumed(1);
    const again = await become("ada");
    again.onopen();
    assert.deepEqual(again.sent, [{ action: "resume", after: seq(1) }]);
    again.get(event(1), event(2));
    again.resumed(2);
    assert.deepEqual(seen, [1, 2]);
  }
});

test("from the call on, no listener hears an event of the user before, also in the midst of an event", async () => {
  const told = [];
  const made = await page("ada", { onEvent: (one) => {
    told.push(`first ${Number(one.sequence)}`);
    if (told.length === 1) made.handle.userChanged();
  } });
  made.handle.subscribe((one) => told.push(`second ${Number(one.sequence)}`));
  made.socket.get(event(1), event(2), event(3));
  made.socket.resumed(3);
  assert.deepEqual(told, ["first 1"]);
});

test("lost history of the user before is not told either", async () => {
  const made = await page("ada", { onIncomplete: () => {
    gaps += 1;
    made.handle.userChanged();
  } });
  let gaps = 0;
  made.handle.on("incomplete", () => { gaps += 1; });
  made.socket.get(event(1));
  made.socket.resumed(1);
  made.socket.get(event(9));
  made.socket.resumed(9, { complete: false });
  assert.deepEqual([gaps, made.seen], [1, [1]]);
});

test("a token of the user before that comes late is not used", async () => {
  const gives = [];
  const token = () => new Promise((give) => gives.push(give));
  const { handle, sockets, pending } = await client({ open: false, token });
  handle.userChanged();
  await settled();
  gives[1](tokenOf("bob"));
  await settled();
  gives[0](tokenOf("ada"));
  await settled();
  assert.deepEqual(sockets.map(({ protocols }) => protocols[1]), [`bearer.${tokenOf("bob")}`]);
  assert.equal(pending().length, 1);
});

test("a token function that fails late, or answers nonsense late, for the user before disturbs nobody", async () => {
  for (const late of [({ no }) => no(new Error("late")), ({ give }) => give("two words"), ({ give }) => give(null)]) {
    const asked = [];
    const token = () => new Promise((give, no) => asked.push({ give, no }));
    const { handle, sockets, codes } = await client({ open: false, token });
    handle.userChanged();
    await settled();
    const warned = await quietly("warn", async () => {
      late(asked[0]);
      await settled();
    });
    asked[1].give(tokenOf("bob"));
    await settled();
    assert.deepEqual([sockets.length, codes.at(-1), asked.length, warned], [1, "user-changed", 2, 0]);
  }
});

test("signed out, the page is paused without a timer, and the next sign-in connects", async () => {
  const { handle, socket, sockets, pending, codes, become } = await page("ada");
  socket.resumed(0);
  await become(null);
  assert.deepEqual([handle.state, handle.code, socket.closedWith, sockets.length, pending()], ["paused", "signed-out", 1000, 1, []]);
  const next = await become("bob");
  next.onopen();
  next.resumed(0);
  assert.deepEqual(codes.slice(2), ["user-changed", "signed-out", "user-changed", "live"]);
});

test("a page may connect before anybody has signed in, and sign out while it connects", async () => {
  const { handle, socket, sockets, pending, become } = await page(null);
  assert.deepEqual([handle.code, socket], ["signed-out", undefined]);
  const first = await become("ada");
  await become(null);
  assert.deepEqual([first.closedWith, sockets.length, handle.state, pending()], [1000, 1, "paused", []]);
});

test("a look at a page where nobody is signed in asks, and is told only when somebody is", async () => {
  const window = fakePage();
  const { people, codes, sockets } = await page(null, { page: window });
  const look = () => {
    window.document.dispatchEvent(new Event("visibilitychange"));
    return settled();
  };
  await look();
  assert.deepEqual([people.asked.length, codes], [2, ["connecting", "signed-out"]]);
  people.now = "ada"; // in another tab
  await look();
  assert.deepEqual([sockets.length, codes.slice(2)], [1, ["retrying"]]);
});

test("the failures of the user before do not count: the next one is asked for his token at once, and not a fresh one", async () => {
  const { socket, sockets, people, become, pending } = await page("ada");
  socket.resumed(0);
  await quietly("warn", () => socket.error("token-expired"));
  assert.equal(sockets.length, 1);
  await become("bob");
  assert.deepEqual([people.asked, sockets.length, pending().length], [["ada", "bob"], 2, 1]);
});

test("before the first attempt nobody has been asked, so that nothing begins anew", async () => {
  const { handle, sockets, codes, people } = await page("ada");
  people.asked.length = 0;
  handle.close();
  handle.userChanged();
  await settled();
  assert.deepEqual([people.asked, sockets.length, codes.at(-1)], [[], 1, "closed-by-page"]);
});

test("tokens that name no user may be anyone's: after userChanged() nothing of the one before is kept", async () => {
  const { handle, socket, sockets, seen } = await client({ token: () => "opaque" });
  socket.get(event(5));
  socket.resumed(5);
  handle.userChanged();
  await settled();
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume" }]);
  sockets[1].get(event(2));
  sockets[1].resumed(2);
  assert.deepEqual(seen, [5, 2]);
});

test("with a token that is a text there is one user", async () => {
  const { handle, states } = await client();
  assert.throws(() => handle.userChanged(), (error) => error instanceof TypeError && /give a function/.test(error.message));
  assert.deepEqual(states, ["connecting"]);
});
