// Plays the vectors of docs/protocol/vectors.json to our client: a server that says what the vector says, a
// page that writes down what it gets, and simulated time. docs/protocol.md says what a step means.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { connect } from "../../client/realtime.js";
import { fakePage, memory } from "./fake_browser.mjs";
import { fakeClock, settled } from "./fake_clock.mjs";
import { scriptedSocket } from "./scripted_socket.mjs";

export const FILE = JSON.parse(readFileSync(new URL("../../docs/protocol/vectors.json", import.meta.url), "utf8"));
const BEARER = "bearer.";

/** What a client does that keeps every rule. A test replaces one at a time, so that the client breaks a rule. */
const FAITHFUL = {
  hears: (frame) => [frame],
  says: (frame) => [frame],
  offers: (protocols) => protocols,
  freshToken: (index) => index + 1,
  waits: (ms) => ms,
  keeps: true,
  handsOverAsItComes: false,
};

/** Throws where the client does other than the vector says. `broken` replaces parts of FAITHFUL. */
export async function play(vector, broken = {}) {
  const client = { ...FAITHFUL, ...broken };
  const clock = fakeClock();
  const did = { sends: [], page: [], connects: [], pings: 0, closes: false };
  const storage = remembering(vector, client);
  let tokens = vector.tokens ?? ["ada-1"];
  let index = 0;
  let isSilent = false;
  let onAttempt = () => {};
  let run = 0;
  let connection, socket;

  const Socket = scriptedSocket({
    client,
    opens(one, url, protocols) {
      const [version, bearer, ...more] = client.offers(protocols);
      assert.deepEqual([url, version, more], [FILE.address, FILE.protocol, []]);
      const name = Object.keys(FILE.tokens).find((known) => bearer === BEARER + FILE.tokens[known]);
      did.connects.push(name ?? bearer);
      socket = one;
      onAttempt(one);
    },
    gets(frame) {
      if (frame.action !== "ping") return did.sends.push(frame);
      did.pings += 1;
      if (!isSilent) queueMicrotask(() => socket.say({ type: "realtime.pong" }));
    },
    says(frame) {
      if (client.handsOverAsItComes && frame.specversion) did.page.push(frame.id);
    },
    closes() {
      did.closes = true;
    },
  });

  function start() {
    run += 1;
    const mine = run;
    const isMine = () => mine === run; // what a page that has ended does counts no more
    connection = connect({
      url: FILE.address,
      token({ fresh }) {
        if (fresh) index = Math.min(client.freshToken(index), tokens.length - 1);
        return FILE.tokens[tokens[index]];
      },
      WebSocket: Socket,
      environment: {
        storages: [storage], page: fakePage(), random: () => 0.5, now: clock.now, clearTimer: clock.clearTimer,
        setTimer: (callback, ms) => clock.setTimer(() => isMine() && callback(), client.waits(ms)),
      },
    });
    connection.subscribe((event) => isMine() && !client.handsOverAsItComes && did.page.push(event.id));
    connection.on("incomplete", (lost) => isMine() && did.page.push({ lost }));
  }

  const acts = {
    opens: () => socket.opened(FILE.protocol),
    server: (frame) => socket.say(frame),
    text: (text) => socket.sayText(text),
    ends: (code) => socket.ended(code),
    seconds: (seconds) => clock.advance(seconds * 1000),
    reconnects: (seconds) => untilAttempt(clock.now() + seconds * 1000),
    silent() { isSilent = true; },
    refuses: (seconds) => eachAttempt(seconds, (one) => one.ended(1006)),
    flaps: (seconds) => eachAttempt(seconds, flap),
    restarts(_, step) {
      tokens = step.tokens ?? tokens;
      index = 0;
      start();
    },
  };

  async function untilAttempt(end) {
    while (did.connects.length === 0 && clock.now() + clock.untilNext() <= end) await clock.fireNext();
  }

  async function eachAttempt(seconds, act) {
    onAttempt = (one) => queueMicrotask(() => act(one));
    act(socket);
    await clock.advance(seconds * 1000);
    onAttempt = () => {};
  }

  /** The attempt opens, its resume is answered, and the line ends. */
  function flap(one) {
    one.opened(FILE.protocol);
    const { after = null, epoch } = did.sends.at(-1) ?? {};
    one.say({ type: "realtime.resumed", after, through: after, complete: true, epoch });
    one.ended(1006);
    did.sends.length = 0;
  }

  async function check(step, act) {
    Object.assign(did, { sends: [], page: [], connects: [], pings: 0, closes: false });
    await act();
    await settled();
    assert.deepEqual(did.sends, step.sends ?? [], "sends");
    assert.deepEqual(did.page, step.page ?? [], "page");
    const { least, most } = step.attempts ?? {};
    if (step.attempts) assert.ok(did.connects.length >= least && did.connects.length <= most, `${did.connects.length} attempts`);
    else assert.deepEqual(did.connects, step.connects ?? [], "connects");
    assert.ok(did.pings >= (step.pings ?? 0), "pings");
    if (step.closes) assert.ok(did.closes, "closes");
    if ("upToDate" in step) assert.equal(connection.state === "live", step.upToDate, "upToDate");
  }

  await check({ connects: [tokens[0]] }, start);
  for (const [number, step] of vector.steps.entries()) {
    const [kind] = Object.keys(acts).filter((name) => name in step);
    try {
      await check(step, () => acts[kind](step[kind], step));
    } catch (error) {
      error.message = `${vector.name} Step ${number + 1} (${kind}): ${error.message}`;
      throw error;
    }
  }
}

/** The storage of ada's page, as the last page of hers left it. */
function remembering({ remembers }, { keeps }) {
  const storage = memory();
  const name = `${FILE.protocol} ${FILE.address} ada`;
  if (remembers) storage.setItem(name, `${remembers.after} ${remembers.epoch}`);
  return keeps ? storage : { ...storage, setItem() {} };
}
