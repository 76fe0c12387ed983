// One renewal for all who need a token, by a clock that may be wrong, until the issuer refuses.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createApi } from "../../storefront/api.js";
import { signIn } from "../../storefront/auth.js";
import { Left, Unreachable } from "../../storefront/fetch_or_explain.js";
import { NEW_FOR_MS, SessionEnded } from "../../storefront/tokens.js";
import { fakeClock } from "../support/fake_clock.mjs";
import { failure } from "../support/fake_fetch.mjs";

const CONFIG = { httpUrl: "http://shop", cognitoEndpoint: "http://people", userPoolClientId: "c" };
const HOUR = 3_600_000;
const tokenOf = (sub, mark, claims) => `h.${btoa(JSON.stringify({ sub, mark, ...claims }))}.s`;
const refusal = (name, status = 400) => Response.json({ __type: name }, { status });

beforeEach((t) => t.mock.method(console, "warn", () => {}));

/**
 * A buyer who has signed in at a user pool whose tokens live an hour, and rotate if `rotates`. The shop
 * takes the tokens for which `takes(number)` is true; the first one is number 1. This machine's clock is
 * `clockOff` ms ahead of the issuer's.
 */
async function buyerOf({ rotates = false, takes = () => true, renewal = () => null, clockOff = 0 } = {}) {
  const time = fakeClock();
  const [renewals, asked] = [[], []];
  let made = 0;
  const tokens = () => ({
    AccessToken: tokenOf("ada", ++made, { exp: (time.now() + HOUR - clockOff) / 1000 }), ExpiresIn: 3600,
    ...(rotates || made === 1 ? { RefreshToken: `refresh-${made}` } : {}),
  });
  const people = (action, body) => {
    if (action === "InitiateAuth") return Response.json({ AuthenticationResult: tokens() });
    renewals.push([action, body.RefreshToken]);
    return renewal(renewals.length) ?? Response.json({ AuthenticationResult: tokens() });
  };
  const shop = (url, { Authorization, ...headers }) => {
    const number = JSON.parse(atob(Authorization.split(".")[1])).mark;
    asked.push([number, headers["Idempotency-Key"]]);
    if (!takes(number)) return Response.json({ message: "Unauthorized" }, { status: 401 });
    return Response.json({ orderId: url.split("/").at(-1), status: "PENDING" });
  };
  const parts = {
    ...time,
    fetch: async (url, { headers, body }) => (url === CONFIG.cognitoEndpoint
      ? people(headers["X-Amz-Target"].split(".")[1], JSON.parse(body))
      : shop(url, headers)),
  };
  const { buyer } = await signIn(CONFIG, "ada@example.com", "x", parts);
  return { time, renewals, asked, tokens: buyer.tokens, api: createApi(CONFIG, { tokens: buyer.tokens, ...parts }) };
}

const TWENTY = Array.from({ length: 20 }, (_, number) => `ord-${number}`);

test("twenty orders and the connection that need a new token at once share one renewal", async () => {
  const { time, renewals, asked, tokens, api } = await buyerOf();
  await time.advance(HOUR);
  const all = await Promise.all([...TWENTY.map(api.order), tokens.forConnection()]);
  assert.deepEqual([all.length, renewals.length, asked.length], [21, 1, 20]);
});

test("twenty orders and the connection whose token was refused share one renewal, also one after another", async () => {
  const { renewals, asked, tokens, api } = await buyerOf({ takes: (number) => number > 1 });
  await tokens.forConnection();
  await Promise.all([...TWENTY.map(api.order), tokens.forConnection({ fresh: true })]);
  assert.deepEqual([renewals.length, asked.length], [1, 40]);
  await tokens.forConnection({ fresh: true }); // refused as well: but it is new
  assert.equal(renewals.length, 1);
});

test("whoever hears late that the old token was refused gets the new one", async () => {
  const { renewals, tokens } = await buyerOf();
  const old = await tokens.current();
  const renewed = await tokens.insteadOf(old);
  assert.notEqual(renewed, old);
  assert.deepEqual([await tokens.insteadOf(old), renewals.length], [renewed, 1]);
});

test("a rotated refresh token takes the old one's place, by the action that pools with rotation demand", async () => {
  const { time, renewals, tokens } = await buyerOf({ rotates: true });
  for (let hour = 0; hour < 3; hour += 1) {
    await time.advance(HOUR);
    await tokens.current();
  }
  assert.deepEqual(renewals, ["refresh-1", "refresh-2", "refresh-3"].map((one) => ["GetTokensFromRefreshToken", one]));
});

test("a refresh token that does not rotate is used again", async () => {
  const { time, renewals, tokens } = await buyerOf();
  for (let hour = 0; hour < 2; hour += 1) {
    await time.advance(HOUR);
    await tokens.current();
  }
  assert.deepEqual(renewals.map(([, one]) => one), ["refresh-1", "refresh-1"]);
});

test("a clock that is an hour slow or fast renews a token when it ends, and not before", async () => {
  for (const clockOff of [-HOUR, HOUR]) {
    const { time, renewals, tokens } = await buyerOf({ clockOff });
    for (let ask = 0; ask < 100; ask += 1) await tokens.current();
    assert.equal(renewals.length, 0, `with a clock ${clockOff} ms off`);
    await time.advance(HOUR);
    for (let ask = 0; ask < 100; ask += 1) await tokens.current();
    assert.equal(renewals.length, 1, `with a clock ${clockOff} ms off`);
  }
});

test("a clock that is put right by an hour renews once", async () => {
  for (const jump of [-HOUR, HOUR]) {
    const { time, renewals, tokens } = await buyerOf();
    time.set(time.now() + jump);
    for (let ask = 0; ask < 100; ask += 1) await tokens.current();
    assert.equal(renewals.length, 1);
  }
});

test("a token is renewed a minute before it ends, and not earlier", async () => {
  const { time, renewals, tokens } = await buyerOf();
  await time.advance(HOUR - 61_000);
  await tokens.current();
  assert.equal(renewals.length, 0);
  await time.advance(1_000);
  await tokens.current();
  assert.equal(renewals.length, 1);
});

test("a 401 is answered by one renewal and one more try with the same key, then by a sentence", async () => {
  const { time, renewals, asked, api } = await buyerOf({ takes: () => false });
  const error = await failure(() => api.checkout({}, "key-1"));
  assert.deepEqual([renewals.length, asked], [1, [[1, "key-1"], [2, "key-1"]]]);
  assert.equal(error.status, 401);
  assert.match(error.message, /clock of this device or of the shop/);
  assert.match(error.message, /Your password is not the reason/);
  for (let press = 0; press < 10; press += 1) await failure(() => api.checkout({}, "key-1"));
  assert.deepEqual([renewals.length, asked.length], [1, 12]); // the token is new: no storm of renewals
  await time.advance(NEW_FOR_MS);
  await failure(() => api.checkout({}, "key-1"));
  assert.equal(renewals.length, 2);
});

test("a 401 of a token that has ended is no more than a renewal", async () => {
  const { asked, api } = await buyerOf({ takes: (number) => number === 2 });
  assert.equal((await api.order("ord-1")).orderId, "ord-1");
  assert.deepEqual(asked.map(([number]) => number), [1, 2]);
});

test("a refusal that cannot pass ends the session, and nothing is asked any more", async () => {
  const refusals = [
    "NotAuthorizedException", "UserNotFoundException", "PasswordResetRequiredException",
    "UserNotConfirmedException", "RefreshTokenReuseException", "ResourceNotFoundException",
  ].map((name) => refusal(name));
  for (const answer of [...refusals, Response.json({ ChallengeName: "SMS_MFA", Session: "s" })]) {
    const { time, renewals, asked, tokens, api } = await buyerOf({ renewal: () => answer });
    await time.advance(HOUR);
    const asks = [() => tokens.forConnection(), ...TWENTY.map((one) => () => api.order(one))];
    const errors = await Promise.all(asks.map(failure));
    for (const error of errors) assert.ok(error instanceof SessionEnded, error);
    assert.match(errors[0].message, /^Your sign-in has ended/);
    assert.ok(await failure(() => api.checkout({}, "key")) instanceof SessionEnded);
    assert.ok(await failure(() => tokens.forConnection({ fresh: true })) instanceof SessionEnded);
    assert.deepEqual([renewals.length, asked.length], [1, 0]);
  }
});

test("a developer reads why a renewal was refused, in one line", async (t) => {
  const said = [];
  t.mock.method(console, "warn", (...words) => said.push(words.join(" ")));
  const message = "Refresh Token has been revoked";
  for (const answer of [
    () => Response.json({ __type: "NotAuthorizedException", message }, { status: 400 }),
    () => Response.json({ ChallengeName: "SMS_MFA", Session: "s" }),
  ]) {
    const { time, tokens } = await buyerOf({ renewal: answer });
    await time.advance(HOUR);
    await failure(tokens.current);
  }
  assert.equal(said.length, 2);
  assert.match(said[0], /GetTokensFromRefreshToken.*400.*NotAuthorizedException.*has been revoked/);
  assert.match(said[1], /GetTokensFromRefreshToken.*SMS_MFA/);
});

test("a renewal that fails for a while ends nothing", async () => {
  const passing = [
    () => refusal("InternalErrorException", 500), () => refusal("TooManyRequestsException"),
    () => refusal("InvalidParameterException"),
    () => Response.json({ __type: "NotAuthorizedException", message: "Password attempts exceeded" }, { status: 400 }),
    () => new Response("<html>", { status: 503 }),
    () => { throw new TypeError("Failed to fetch"); },
    ...[{}, [], { AuthenticationResult: {} }, { AuthenticationResult: { AccessToken: 7 } }, { error: "sign in to the network" }]
      .map((one) => () => Response.json(one)),
  ];
  for (const answer of passing) {
    const { time, tokens } = await buyerOf({ renewal: (number) => (number === 1 ? answer() : null) });
    await time.advance(HOUR);
    const error = await failure(tokens.current);
    assert.ok(!(error instanceof SessionEnded), error);
    assert.match(error.message, /^Your sign-in could not be renewed/);
    assert.ok(await tokens.current());
  }
});

test("a token that is good for a moment longer is used while it cannot be renewed", async () => {
  const { time, renewals, tokens } = await buyerOf({ renewal: () => refusal("InternalErrorException", 500) });
  await time.advance(HOUR - 30_000);
  assert.ok(await tokens.current());
  assert.equal(renewals.length, 1);
});

test("a token that is still good waits for no renewal, also where the issuer hangs or refuses", async () => {
  for (const answer of [() => new Promise(() => {}), () => refusal("NotAuthorizedException")]) {
    const { time, renewals, tokens } = await buyerOf({ renewal: answer });
    const held = await tokens.current();
    await time.advance(HOUR - 30_000);
    const first = await Promise.race([tokens.current(), time.advance(1).then(() => "it waited")]);
    assert.deepEqual([first, renewals.length], [held, 1]);
  }
});

test("a request that was on its way when the session ended hears that, not that its buyer has left", async () => {
  const { time, tokens } = await buyerOf({ renewal: () => refusal("NotAuthorizedException") });
  const old = await tokens.current();
  await time.advance(HOUR);
  await failure(tokens.current);
  tokens.close(); // so does the page as soon as it hears of the end
  assert.ok(await failure(() => tokens.insteadOf(old)) instanceof SessionEnded);
});

test("after a buyer has left, a renewal on its way is nobody's, and none begins", async () => {
  let answer;
  const slow = new Promise((done) => { answer = () => done(refusal("NotAuthorizedException")); });
  const { time, renewals, tokens } = await buyerOf({ renewal: () => slow });
  await time.advance(HOUR);
  const waiting = failure(tokens.current);
  tokens.close();
  answer();
  assert.ok(await waiting instanceof Left);
  assert.ok(await failure(tokens.forConnection) instanceof Left);
  assert.equal(renewals.length, 1);
});

test("a renewal that never comes ends as one that was too slow", async () => {
  const { time, tokens } = await buyerOf({ renewal: () => new Promise(() => {}) });
  await time.advance(HOUR);
  const waiting = failure(tokens.current);
  await time.advance(60_000);
  const error = await waiting;
  assert.ok(error instanceof Unreachable);
  assert.equal(error.fault, "timed-out");
});
