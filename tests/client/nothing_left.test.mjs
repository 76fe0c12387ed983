// After close() no timer, socket and listener is left: neither at the page, nor at signals, nor at sockets.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, event, fakePage, quietly, settled, tokenOf } from "../support/fake_browser.mjs";
import { randomFrom } from "../support/random.mjs";

/** Counts the listeners of a target from now on. */
function counted(target) {
  const { addEventListener, removeEventListener } = target;
  const held = new Set();
  target.addEventListener = (name, listener, ...more) => {
    held.add(listener);
    addEventListener.call(target, name, listener, ...more);
  };
  target.removeEventListener = (name, listener, ...more) => {
    held.delete(listener);
    removeEventListener.call(target, name, listener, ...more);
  };
  return held;
}

const HANDLERS = ["onopen", "onmessage", "onclose", "onerror"];
const handlersOf = (socket) => HANDLERS.filter((name) => socket[name]);

/** A page with everything in use, and `left()`: what of it is left. */
async function busyPage({ random = () => 0.5 } = {}) {
  const page = fakePage();
  const [life, ofListeners] = [new AbortController(), new AbortController()];
  const held = [page, page.document, page.navigator.connection, life.signal, ofListeners.signal].map(counted);
  const people = { now: "ada" };
  const made = await client({
    page, random, signal: life.signal, sendQueueLength: 3,
    token: async () => people.now && tokenOf(people.now, Math.floor(1000 * random()), { iat: 0, exp: 3600 }),
  });
  for (const [kind, ...more] of [["subscribe"], ["subscribe", "order.finalized"], ["on", "state"], ["on", "incomplete"]]) {
    made.handle[kind](...more, () => {}, { signal: ofListeners.signal });
  }
  made.socket.resumed(0);
  const left = () => {
    for (const socket of made.sockets) { // each ends by itself, or has been closed by the client
      if (socket.closedWith !== null) socket.onclose?.({ code: 1000 });
    }
    return [held.map((one) => one.size), made.pending(), made.sockets.flatMap(handlersOf)];
  };
  return { ...made, page, life, ofListeners, people, held, left };
}

const NOTHING = [[0, 0, 0, 0, 0], [], []];

test("a page in use holds listeners at its page, at signals and at its socket", async () => {
  const { held, socket, pending, handle } = await busyPage();
  assert.deepEqual(held.map((one) => one.size), [4, 1, 1, 1, 4]);
  assert.deepEqual([handlersOf(socket), pending().length], [HANDLERS, 4]);
  handle.close();
});

test("whatever ends the connection, nothing is left", async () => {
  const ends = {
    "close()": ({ handle }) => handle.close(),
    "the signal": ({ life }) => life.abort(),
    "a listener": async ({ handle, socket }) => {
      handle.subscribe(() => handle.close());
      socket.get(event(1));
    },
    "a server of later": ({ socket }) => socket.error("version-gone"),
    "close() while it waits": ({ handle, socket }) => {
      socket.onclose({ code: 1006 });
      handle.close();
    },
    "close() while it asks for a token": ({ handle }) => {
      handle.userChanged();
      handle.close();
    },
    "close() while it shakes hands": async ({ handle }) => {
      handle.userChanged();
      await settled();
      handle.close();
    },
    "close() while nobody is signed in": async ({ handle, people }) => {
      people.now = null;
      handle.userChanged();
      await settled();
      handle.close();
    },
  };
  await quietly("warn", async () => {
    for (const [name, end] of Object.entries(ends)) {
      const made = await busyPage();
      await end(made);
      await settled();
      assert.equal(made.handle.state, "closed", name);
      assert.deepEqual(made.left(), NOTHING, name);
    }
  });
});

test("a connection that was given up leaves nothing at its socket once that is closed", async () => {
  const { handle, socket, sockets } = await busyPage();
  handle.userChanged();
  assert.deepEqual(handlersOf(socket), ["onclose", "onerror"]); // somebody must ignore a late error
  socket.onerror();
  socket.onclose({ code: 1000 });
  assert.deepEqual(handlersOf(socket), []);
  await settled();
  sockets[1].onclose({ code: 1006 });
  assert.deepEqual(handlersOf(sockets[1]), []);
  handle.close();
});

test("on 300 random days of every operation nothing throws, each state is told once, and nothing is left", async () => {
  await quietly("warn", async () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = randomFrom(seed);
      const made = await busyPage({ random });
      const { handle, sockets, people, page } = made;
      const told = [handle.code];
      handle.on("state", ({ code, state }) => {
        told.push(code);
        assert.equal(state, handle.state);
      });
      let number = 0;
      const open = () => sockets.findLast((one) => one.closedWith === null && one.onmessage);
      const acts = [
        () => open()?.onopen?.(), () => open()?.resumed(number), () => { number += 1; open()?.get(event(number)); },
        () => open()?.onclose({ code: 1006 }), () => handle.retry(), () => handle.userChanged(),
        () => { people.now = ["ada", "bob", null][Math.floor(3 * random())]; },
        () => { try { handle.send("count", number); } catch (error) { assert.equal(error.name, "NotConnectedError"); } },
        () => handle.subscribe(() => {})(), () => open()?.error("token-expired"), () => open()?.error("connection-limit"),
        () => page.dispatchEvent(new Event("offline")), () => page.dispatchEvent(new Event("focus")),
        () => made.pending().length > 0 && made.fireNext(), () => made.pending().length > 0 && made.fireNext(),
      ];
      for (let step = 0; step < 60; step += 1) {
        await acts[Math.floor(acts.length * random())]();
        if (random() < 0.7) await settled();
        const living = sockets.filter((one) => one.closedWith === null && one.onmessage);
        assert.ok(living.length <= 1, `seed ${seed}: ${living.length} sockets at once`);
      }
      for (const [at, code] of told.entries()) assert.notEqual(code, told[at - 1], `seed ${seed}: ${told}`);
      handle.close();
      await settled();
      assert.deepEqual(made.left(), NOTHING, `seed ${seed}`);
    }
  });
});
