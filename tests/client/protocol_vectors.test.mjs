// docs/protocol/vectors.json: our client keeps every rule of the protocol, and a client that breaks one is found.

import assert from "node:assert/strict";
import { test } from "node:test";

import { quietly } from "../support/fake_browser.mjs";
import { FILE, play } from "../support/protocol_vectors.mjs";

const without = (name) => ({ [name]: _, ...others }) => others;
const isResume = ({ action }) => action === "resume";
const isEvent = ({ specversion }) => specversion !== undefined;
const isResumed = ({ type }) => type === "realtime.resumed";
const isError = (code) => (frame) => frame?.code === code;
/** The frames that `which` is true of become what `other` makes of them. */
const alter = (which, other) => (frame) => [frame !== null && which(frame) ? other(frame) : frame];
const deafTo = (which) => (frame) => (frame !== null && which(frame) ? [] : [frame]);
let resumes = 0;
function onlyOneResume(frame) {
  if (isResume(frame)) resumes += 1;
  return isResume(frame) && resumes > 1 ? [] : [frame];
}

/** For each rule a client that keeps all others: it is ours, with a fault between it and the server or the page. */
const BROKEN = {
  1: [{ offers: ([version]) => [version, "bearer."] }, { offers: (all) => [...all].reverse() }],
  2: [{ says: alter(isResume, without("after")) }, { says: alter(isResume, without("epoch")) }, { says: (frame) => (isResume(frame) ? [] : [frame]) }],
  3: [{ says: (frame) => (isResume(frame) ? [frame, frame] : [frame]) }],
  4: [{ handsOverAsItComes: true }],
  5: [{ says: onlyOneResume }, { handsOverAsItComes: true }],
  6: [{ handsOverAsItComes: true }],
  7: [{ hears: alter(isResumed, without("more")) }, { hears: alter(isResumed, (one) => ({ ...one, through: one.after ?? one.through })) }],
  8: [{ hears: alter(isResumed, (one) => ({ ...one, complete: true })) }],
  9: [{ hears: alter(isResumed, without("after")) }],
  10: [{ hears: alter(isEvent, without("epoch")) }, { hears: deafTo((one) => isEvent(one) && one.id.startsWith("b")) }],
  11: [{ hears: alter(() => true, without("epoch")) }, { hears: alter(isResumed, (one) => ({ ...one, epoch: "00000000000000aa" })) }],
  12: [{ hears: deafTo(isError("invalid-after")) }],
  13: [{ hears: alter(isError("too-soon"), without("retryAfterSeconds")) }, { hears: deafTo(isError("too-soon")) }],
  14: [{ freshToken: (index) => index }, { hears: deafTo(isError("token-expired")) }],
  15: [{ hears: deafTo(isError("connection-limit")) }],
  16: [{ hears: deafTo(isError("version-gone")) }],
  17: [{ hears: deafTo(({ connectionId }) => connectionId) }, { waits: (ms) => (ms === 30_000 ? 10 * ms : ms) }],
  18: [{ says: ({ action, ...more }) => (action === "ping" ? [] : [{ action, ...more }]) }, { waits: (ms) => (ms === 10_000 ? 100 * ms : ms) }],
  19: [{ hears: alter(isResumed, (one) => ({ ...one, resumeWithinSeconds: 6600 })) }, { hears: alter(isResumed, without("resumeWithinSeconds")) }],
  20: [{ waits: (ms) => (ms < 20_000 && ms !== 10_000 ? ms / 100 : ms) }],
  21: [{ hears: alter(isError("of-later"), (one) => ({ ...one, code: "token-expired" })) }, { hears: deafTo(({ ofLater }) => ofLater) }],
  22: [{ keeps: false }],
};

/** True where the client does what each vector of the rule says. */
async function keeps(rule, broken) {
  for (const vector of FILE.vectors.filter((one) => one.rule === rule)) {
    resumes = 0;
    try {
      await play(vector, broken);
    } catch (error) {
      if (error.code === "ERR_ASSERTION") return false;
      throw error;
    }
  }
  return true;
}

test("our client does what each vector says", async () => {
  await quietly("warn", async () => {
    for (const vector of FILE.vectors) await play(vector);
  });
});

test("a client that breaks a rule fails a vector of this rule", async () => {
  assert.deepEqual(Object.keys(BROKEN).map(Number), [...new Set(FILE.vectors.map(({ rule }) => rule))]);
  await quietly("error", () => quietly("warn", async () => {
    for (const [rule, clients] of Object.entries(BROKEN)) {
      for (const [number, broken] of clients.entries()) {
        assert.ok(!(await keeps(Number(rule), broken)), `rule ${rule}: no vector finds client ${number + 1}`);
      }
    }
  }));
});
