// Listeners: who is told what, in which order, and until when.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, event, quietly, remembered, settled } from "../support/fake_browser.mjs";

const typed = (number, type) => ({ ...event(number), type });

/** A live client whose own listener is off: tests add theirs. */
async function livePage(options) {
  const made = await client(options);
  made.socket.resumed(0);
  const told = [];
  return { ...made, told, listen: (name) => (said) => told.push(`${name} ${Number(said.sequence)}`) };
}

test("a listener hears all events, or those of one type, in the order of the subscriptions", async () => {
  const { handle, socket, told, listen } = await livePage();
  handle.subscribe("b", listen("b"));
  handle.subscribe(listen("all"));
  handle.subscribe("a", listen("a"));
  handle.subscribe("b", listen("b again"));
  socket.get(typed(1, "a"), typed(2, "b"), typed(3, "c"));
  assert.deepEqual(told, ["all 1", "a 1", "b 2", "all 2", "b again 2", "all 3"]);
});

test("a subscription ends once, and another one of the same function goes on", async () => {
  const { handle, socket, told, listen } = await livePage();
  const listener = listen("one");
  const end = handle.subscribe(listener);
  handle.subscribe(listener);
  end();
  end();
  socket.get(event(1));
  assert.deepEqual(told, ["one 1"]);
});

test("a listener that is ended in the midst of an event does not hear it, and one that is added hears the next", async () => {
  const { handle, socket, told, listen } = await livePage();
  let endSecond;
  handle.subscribe(() => {
    endSecond();
    handle.subscribe("late", listen("late"));
  });
  endSecond = handle.subscribe(listen("second"));
  handle.subscribe(listen("third"));
  socket.get(typed(1, "late"));
  assert.deepEqual(told, ["third 1"]);
  socket.get(typed(2, "late"));
  assert.deepEqual(told, ["third 1", "third 2", "late 2"]);
});

test("a signal ends its listener, of events and of states; one that was aborted adds none", async () => {
  const { handle, socket, told, listen } = await livePage();
  const life = new AbortController();
  handle.subscribe(listen("event"), { signal: life.signal });
  handle.subscribe("a", listen("typed"), { signal: life.signal });
  handle.on("state", ({ state }) => told.push(state), { signal: life.signal });
  handle.subscribe(listen("never"), { signal: AbortSignal.abort() });
  socket.get(typed(1, "a"));
  life.abort();
  socket.get(typed(2, "a"));
  handle.close();
  assert.deepEqual(told, ["event 1", "typed 1"]);
});

test("an error of a listener, also in a promise, is logged and stops neither the others nor the connection", async () => {
  const { handle, socket, told, listen, states } = await livePage();
  handle.subscribe(() => { throw new Error("the page's own"); });
  handle.subscribe(async () => { throw new Error("later"); });
  // biome-ignore lint/suspicious/noThenProperty: a promise that is not of the language is the case
  handle.subscribe(() => ({ then() { throw new Error("in a promise of its own"); } }));
  handle.subscribe(listen("last"));
  handle.on("state", () => { throw new Error("of a state"); });
  const logged = await quietly("error", async () => {
    socket.get(event(1), event(2));
    await settled();
    socket.onclose({ code: 1006 });
  });
  assert.deepEqual([told, states.at(-1), logged], [["last 1", "last 2"], "reconnecting", 7]);
});

test("a listener that closes the connection is the last one that hears the event", async () => {
  const { handle, socket, told, listen } = await livePage();
  handle.subscribe(listen("first"));
  handle.subscribe(() => handle.close());
  handle.subscribe(listen("second"));
  socket.get(event(1));
  socket.get(event(2));
  assert.deepEqual(told, ["first 1"]);
});

test("each listener of states hears all changes in their order, also those that a listener causes", async () => {
  const { handle, socket } = await livePage();
  const heard = [[], []];
  handle.on("state", ({ code }) => {
    heard[0].push(code);
    if (code === "connection-lost") handle.retry();
    if (code === "retrying") handle.close();
  });
  handle.on("state", ({ code }) => heard[1].push(code));
  socket.onclose({ code: 1006 });
  const all = ["connection-lost", "retrying", "closed-by-page"];
  assert.deepEqual(heard, [all, all]);
});

test("the end is the last thing that a listener hears, and nobody can be added after it", async () => {
  const { handle, told, listen } = await livePage();
  handle.on("state", ({ state }) => told.push(state));
  handle.close();
  handle.close();
  const ends = [handle.subscribe(listen("late")), handle.on("state", listen("late"))];
  for (const end of ends) end();
  assert.deepEqual(told, ["closed"]);
});

test("lost history is told with its bounds, and a listener can end the connection", async () => {
  const { handle, socket, gaps, seen } = await client({ storages: [remembered(2)] });
  handle.on("incomplete", () => handle.close());
  handle.on("incomplete", () => gaps.push("after the end"));
  socket.get(event(9));
  socket.resumed(9, { complete: false });
  assert.deepEqual(gaps.map((gap) => [Number(gap.after), Number(gap.through)]), [[2, 9]]);
  assert.deepEqual(seen, []);
});

test("what is no listener, type, kind or signal is refused with a sentence", async () => {
  const { handle } = await livePage();
  const wrong = [
    [() => handle.subscribe(), /type.*got undefined/], [() => handle.subscribe("a"), /listener.*got undefined/],
    [() => handle.subscribe("", () => {}), /type.*got ""/], [() => handle.subscribe(7, () => {}), /type.*got 7/],
    [() => handle.subscribe("a", {}), /listener.*an object/], [() => handle.subscribe(() => {}, 5), /\{signal\}, got 5/],
    [() => handle.subscribe(() => {}, { once: true }), /no option "once"/],
    [() => handle.subscribe(() => {}, { signal: {} }), /signal must be an AbortSignal/],
    [() => handle.on("message", () => {}), /"state" and "incomplete", got "message"/],
    [() => handle.on("toString", () => {}), /got "toString"/], [() => handle.on("state", null), /listener.*null/],
  ];
  for (const [act, said] of wrong) assert.throws(act, (error) => error instanceof TypeError && said.test(error.message), String(act));
});

test("an event that nobody listens to counts as handed over, and is warned of once", async () => {
  const { handle, socket, seen } = await client({ onEvent: null });
  socket.resumed(0);
  const warned = await quietly("warn", () => socket.get(event(1), event(2)));
  assert.equal(warned, 1);
  handle.subscribe("another", () => {});
  handle.subscribe((one) => seen.push(Number(one.sequence)));
  socket.get(event(3));
  assert.deepEqual(seen, [3]);
});
