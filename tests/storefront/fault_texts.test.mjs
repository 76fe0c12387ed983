// Each fault has its own words for each question, row by row.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ENDED_AT_CHECKOUT, FAULTS, faultOfIssuer, sentenceOf } from "../../storefront/fault_texts.js";

/** fault -> what a buyer must be able to read out of its sentence, for each question that it can answer. */
const ROWS = {
  "offline": { shop: /offline/, signIn: /offline.*Sign in/, renewal: /offline.*renewed/ },
  "unreachable": { shop: /shop cannot be reached/, signIn: /Signing in cannot be reached/, renewal: /renewed.*cannot be reached/ },
  "not-open": { shop: /could not be opened.*tries again by itself/ },
  "timed-out": { shop: /shop is slow.*in time/, signIn: /Signing in is slow.*in time/, renewal: /renewed.*in time/ },
  "not-allowed-here": { shop: /shop does not answer pages at this address/, signIn: /Signing in does not answer pages/, renewal: /renewed from pages at this address/ },
  "page-outdated": { shop: /older than the shop's addresses.*reload.*tell the shop/, signIn: /older than the address.*sign in.*reload.*tell the shop/, renewal: /renewed.*older.*reload.*tell the shop/ },
  "strange-answer": { shop: /in place of the shop/, signIn: /in place of the sign-in/, renewal: /something else answered/ },
  "server-fault": { shop: /wrong at the shop/, signIn: /fault of its own.*password is not the reason/, renewal: /renewed.*has a fault/ },
  "too-many": { shop: /shop is busy/, signIn: /Too many tries/, renewal: /renewed: too many tries/ },
  "refused": { shop: /shop refused/, signIn: /password do not match/, renewal: /sign-in has ended.*orders are kept/ },
  "refused-though-renewed": { shop: /though it is new.*password is not the reason.*clock of this device or of the shop/ },
  "reset-first": { signIn: /reset first/ },
  "not-confirmed": { signIn: /not confirmed/ },
  "further-step": { signIn: /further step/ },
  "took-too-long": { signIn: /took too long/ },
  "weak-password": { signIn: /did not take this password.*12 characters/ },
  "used-password": { signIn: /did not take this password.*used it before.*another one/ },
  "set-up-wrong": { signIn: /not set up right.*password is not the reason.*tell the shop/, renewal: /renewed.*not set up right.*tell the shop/ },
  "failed": { signIn: /did not work just now/, renewal: /could not be renewed just now/ },
};

test("each fault says what it is, to each question", () => {
  assert.deepEqual([...FAULTS].sort(), Object.keys(ROWS).sort());
  for (const [fault, questions] of Object.entries(ROWS)) {
    for (const question of ["shop", "signIn", "renewal"]) {
      if (questions[question]) assert.match(sentenceOf(fault, question), questions[question]);
      else assert.equal(sentenceOf(fault, question), undefined, `${fault} ${question}`);
    }
  }
});

test("no two faults and no two questions share a sentence", () => {
  const all = FAULTS.flatMap((fault) => ["shop", "signIn", "renewal"].map((one) => sentenceOf(fault, one)))
    .filter((one) => one !== undefined);
  assert.equal(new Set([...all, ENDED_AT_CHECKOUT]).size, all.length + 1);
});

test("no sentence but those about a password itself blames the buyer's password", () => {
  for (const [fault, questions] of Object.entries(ROWS)) {
    for (const question of Object.keys(questions)) {
      const blames = /password/.test(sentenceOf(fault, question).replace("Your password is not the reason", ""));
      assert.equal(blames, question === "signIn" && ["refused", "reset-first", "weak-password", "used-password"].includes(fault), `${fault} ${question}`);
    }
  }
});

test("what the user pool answers is the buyer's, the issuer's or the moment's fault", () => {
  const rows = [
    ["NotAuthorizedException", 400, "refused"], ["UserNotFoundException", 400, "refused"],
    ["PasswordResetRequiredException", 400, "reset-first"], ["UserNotConfirmedException", 400, "not-confirmed"],
    ["TooManyRequestsException", 400, "too-many"], ["LimitExceededException", 400, "too-many"],
    ["", 429, "too-many"], ["InternalErrorException", 500, "server-fault"], ["", 502, "server-fault"],
    ["TooManyFailedAttemptsException", 400, "too-many"], ["InvalidPasswordException", 400, "weak-password"],
    ["PasswordHistoryPolicyViolationException", 400, "used-password"], ["InvalidParameterException", 400, "set-up-wrong"],
    ["ResourceNotFoundException", 400, "set-up-wrong"], ["InvalidLambdaResponseException", 400, "set-up-wrong"],
    ["ForbiddenException", 403, "failed"], ["constructor", 400, "failed"], ["", 400, "failed"],
  ];
  for (const [name, status, fault] of rows) assert.equal(faultOfIssuer(name, status), fault, `${name} ${status}`);
  assert.equal(faultOfIssuer("NotAuthorizedException", 400, "Password attempts exceeded"), "too-many");
  assert.equal(faultOfIssuer("NotAuthorizedException", 400, "Incorrect username or password."), "refused");
});
