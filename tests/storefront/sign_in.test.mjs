// Signing in: the new password of an account that an administrator made, and honest sentences.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { signIn } from "../../storefront/auth.js";
import { PASSWORD_RULES, rulesOf } from "../../storefront/password_rules.js";
import { tokenOf } from "../support/fake_browser.mjs";
import { failure, withFetch } from "../support/fake_fetch.mjs";

const CONFIG = { cognitoEndpoint: "http://people", userPoolClientId: "client" };
const TOKENS = { AuthenticationResult: { AccessToken: tokenOf("ada"), RefreshToken: "r" } };
const CHALLENGE = {
  ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s-1",
  ChallengeParameters: { USER_ID_FOR_SRP: "user-1", requiredAttributes: "[]" },
};
const refusal = (name, message = "for programs") => Response.json({ __type: name, message }, { status: 400 });

/** Signs in against answers in turn, with what was sent. */
async function signingIn(answers, act = (answer) => answer) {
  const sent = [];
  const result = await withFetch(async (_, { headers, body }) => {
    sent.push([headers["X-Amz-Target"].split(".")[1], JSON.parse(body)]);
    const answer = answers.shift();
    return answer instanceof Response ? answer : Response.json(answer);
  }, async () => act(await signIn(CONFIG, "ada@example.com", "Temporary1234")));
  return { sent, result };
}

const sentenceOf = async (...answers) => (await failure(() => signingIn(answers))).message;
const choosing = ({ challenge }) => challenge.answer("New-password-1");

/** What a developer reads in the console. */
function developerReads(t) {
  const said = [];
  t.mock.method(console, "warn", (...words) => said.push(words.join(" ")));
  return said;
}
beforeEach(developerReads);

test("a password that is the account's own signs in", async () => {
  const { result } = await signingIn([TOKENS]);
  assert.equal(result.buyer.userId, "ada");
});

test("a temporary password leads to a new one, which signs in", async () => {
  const { sent, result } = await signingIn([CHALLENGE, TOKENS], ({ challenge }) => challenge.answer("New-password-1"));
  assert.deepEqual(sent[1], ["RespondToAuthChallenge", {
    ClientId: "client", ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s-1",
    ChallengeResponses: { USERNAME: "user-1", NEW_PASSWORD: "New-password-1" },
  }]);
  assert.equal(result.buyer.userId, "ada");
});

test("a new password that the shop refuses can be typed again", async () => {
  const { result } = await signingIn(
    [CHALLENGE, refusal("InvalidPasswordException"), TOKENS],
    async ({ challenge }) => {
      const error = await failure(() => challenge.answer("short"));
      assert.ok(error.message.endsWith(PASSWORD_RULES));
      assert.equal(error.isRefusal, false);
      return challenge.answer("New-password-1");
    });
  assert.equal(result.buyer.userId, "ada");
});

test("a challenge that has expired says so", async () => {
  const act = ({ challenge }) => challenge.answer("New-password-1");
  const error = await failure(() => signingIn([CHALLENGE, refusal("NotAuthorizedException")], act));
  assert.match(error.message, /took too long/);
  assert.equal(error.isRefusal, true);
});

test("a step that this page cannot do is told in words", async () => {
  for (const name of ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "A_STEP_OF_LATER"]) {
    const said = await sentenceOf({ ChallengeName: name, Session: "s" });
    assert.match(said, /further step, which this page cannot do/);
    assert.ok(!said.includes(name));
  }
});

test("whose fault it is that signing in failed is said: the password's, the issuer's, too many tries", async () => {
  const sentences = [];
  for (const answer of [
    refusal("NotAuthorizedException"), refusal("TooManyRequestsException"),
    Response.json({ __type: "InternalErrorException" }, { status: 500 }),
  ]) sentences.push(await sentenceOf(answer));
  assert.match(sentences[0], /password do not match/);
  assert.match(sentences[1], /Too many tries/);
  assert.match(sentences[2], /Your password is not the reason/);
});

test("each refusal is a sentence, and none shows a technical name", async () => {
  assert.equal(await sentenceOf(refusal("NotAuthorizedException")), await sentenceOf(refusal("UserNotFoundException")));
  assert.match(await sentenceOf(refusal("com.amazonaws.cognito#PasswordResetRequiredException")), /reset/);
  assert.match(await sentenceOf(refusal("TooManyRequestsException")), /Too many tries/);
  for (const name of ["constructor", "", undefined]) {
    assert.match(await sentenceOf(refusal(name)), /did not work just now/);
  }
});

test("a lockout is not told as a wrong password, nor as a challenge that took too long", async () => {
  const locked = () => refusal("NotAuthorizedException", "Password attempts exceeded");
  assert.match(await sentenceOf(locked()), /Too many tries/);
  const error = await failure(() => signingIn([CHALLENGE, locked()], choosing));
  assert.match(error.message, /Too many tries/);
  assert.equal(error.isRefusal, false);
});

test("a password of before is refused in a sentence of its own, and another one can be typed", async () => {
  const answers = [CHALLENGE, refusal("PasswordHistoryPolicyViolationException"), TOKENS];
  const { result } = await signingIn(answers, async ({ challenge }) => {
    const error = await failure(() => challenge.answer("New-password-0"));
    assert.match(error.message, /used it before.*another one/);
    assert.equal(error.isRefusal, false);
    return challenge.answer("New-password-1");
  });
  assert.equal(result.buyer.userId, "ada");
});

test("a sign-in that is set up wrong is the shop's matter: trying again does not help", async () => {
  for (const name of ["InvalidParameterException", "ResourceNotFoundException", "InvalidUserPoolConfigurationException"]) {
    const said = await sentenceOf(refusal(name));
    assert.match(said, /password is not the reason.*tell the shop/);
    assert.doesNotMatch(said, /again/);
  }
});

test("JSON of something that is not the user pool is told as such", async () => {
  for (const answer of [{}, [], { AuthenticationResult: {} }, { AuthenticationResult: { AccessToken: "no-jwt" } }]) {
    assert.match(await sentenceOf(answer), /answered in place of the sign-in/);
  }
});

test("a developer reads the cause of each refusal, in one line", async (t) => {
  const rows = [
    [refusal("a#InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"),
      /InitiateAuth.*400.*InvalidParameterException.*flow not enabled/],
    [refusal("NotAuthorizedException", "User is disabled."), /NotAuthorizedException.*User is disabled/],
    [new Response("<html>", { status: 502 }), /InitiateAuth.*502/],
    [{ ChallengeName: "SMS_MFA", Session: "s" }, /InitiateAuth.*SMS_MFA/],
  ];
  for (const [answer, line] of rows) {
    const said = developerReads(t);
    await sentenceOf(answer);
    assert.equal(said.length, 1, `${line}`);
    assert.match(said[0], line);
    assert.doesNotMatch(said[0], /Temporary1234/);
    t.mock.reset();
  }
});

test("the rules of a new password are those of the user pool", () => {
  const kept = (password) => rulesOf(password).filter((one) => one.isKept).length;
  assert.deepEqual(["", "aaaaaaaaaaaa", "aaaaaaaaaaaA", "aaaaaaaaaaA1", "aA1"].map(kept), [0, 2, 3, 4, 3]);
});
