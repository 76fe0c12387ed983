// What a buyer reads when a request fails: one sentence for each fault and each question that was asked.
// Pure, so that tests cover every row.

import { PASSWORD_RULES } from "./password_rules.js";

const NOT_MENDED = "It is not your fault, and nothing you can mend.";
const RELOAD = "Please reload it; if that does not help, tell the shop.";
const NO_ANSWER = "The answer did not come in time.";

/**
 * fault -> question -> sentence. The questions: `shop` (products, orders, checkout), `signIn` (email and
 * password, a new password), `renewal` (a new token for a buyer who is signed in).
 */
const SENTENCES = {
  "offline": {
    shop: "This device is offline. Try again when the network is back.",
    signIn: "This device is offline. Sign in when the network is back.",
    renewal: "This device is offline, so your sign-in could not be renewed. Try again when the network is back.",
  },
  "unreachable": {
    shop: "The shop cannot be reached. Check the connection and try again.",
    signIn: "Signing in cannot be reached just now. Check the connection and try again.",
    renewal: "Your sign-in could not be renewed: it cannot be reached just now. Try again in a moment.",
  },
  "not-open": {
    shop: "The shop could not be opened. This page tries again by itself.",
  },
  "timed-out": {
    shop: `The shop is slow. ${NO_ANSWER} Please try again.`,
    signIn: `Signing in is slow. ${NO_ANSWER} Please try again.`,
    renewal: `Your sign-in could not be renewed. ${NO_ANSWER} Please try again.`,
  },
  "not-allowed-here": {
    shop: `The shop does not answer pages at this address. ${NOT_MENDED} Please tell the shop.`,
    signIn: `Signing in does not answer pages at this address. ${NOT_MENDED} Please tell the shop.`,
    renewal: `Your sign-in cannot be renewed from pages at this address. ${NOT_MENDED} Please tell the shop.`,
  },
  "page-outdated": { // its policy does not name the server
    shop: `This page is older than the shop's addresses. ${RELOAD}`,
    signIn: `This page is older than the address to sign in at. ${RELOAD}`,
    renewal: `Your sign-in could not be renewed: this page is older than the shop's addresses. ${RELOAD}`,
  },
  "strange-answer": {
    shop: "Something answered in place of the shop. A network that asks you to sign in first does that.",
    signIn: "Something answered in place of the sign-in. A network that asks you to sign in first does that.",
    renewal: "Your sign-in could not be renewed: something else answered. Does the network ask you to sign in?",
  },
  "server-fault": {
    shop: "Something went wrong at the shop. Please try again in a moment.",
    signIn: "Signing in has a fault of its own just now. Your password is not the reason. Try again in a moment.",
    renewal: "Your sign-in could not be renewed: signing in has a fault just now. Try again in a moment.",
  },
  "too-many": {
    // API Gateway itself refuses without saying why: all customers together asked too much.
    shop: "The shop is busy. Please try again in a moment.",
    // Also after some wrong passwords, for up to a quarter of an hour.
    signIn: "Too many tries at once. Please wait a few minutes and try again.",
    renewal: "Your sign-in could not be renewed: too many tries at once. Please wait a minute and try again.",
  },
  "refused": {
    shop: "The shop refused this. Please reload this page; if that does not help, tell the shop.",
    // The same for a wrong password and an unknown user, so that nobody learns who has an account.
    signIn: "That email and password do not match an account.",
    renewal: "Your sign-in has ended. Please sign in again; your orders are kept for you.",
  },
  "refused-though-renewed": {
    shop: "The shop does not take your sign-in, though it is new. Your password is not the reason: the clock "
      + "of this device or of the shop may be wrong. Try again later, or tell the shop.",
  },
  "reset-first": { // ends a session, as the next two do
    signIn: "The password of this account must be reset first. Please ask the shop.",
  },
  "not-confirmed": {
    signIn: "This account is not confirmed yet. Please ask the shop.",
  },
  "further-step": {
    signIn: "Signing in to this account takes a further step, which this page cannot do. Please ask the shop.",
  },
  "took-too-long": {
    signIn: "That took too long. Please sign in again from the start.",
  },
  "weak-password": {
    signIn: `The shop did not take this password. ${PASSWORD_RULES}`,
  },
  "used-password": {
    signIn: "The shop did not take this password: this account has used it before. Please choose another one.",
  },
  "set-up-wrong": { // by whoever runs the shop; the console has what the user pool said
    signIn: "Signing in is not set up right at the shop. Your password is not the reason. Please tell the shop.",
    renewal: "Your sign-in could not be renewed: signing in is not set up right at the shop. Please tell the shop.",
  },
  "failed": {
    signIn: "Signing in did not work just now. Please try again in a moment.",
    renewal: "Your sign-in could not be renewed just now. Please try again in a moment.",
  },
};

export const FAULTS = Object.keys(SENTENCES);

/** A buyer whose session ended while his checkout was on its way to the shop. */
export const ENDED_AT_CHECKOUT =
  "Your sign-in has ended, so this order was not taken. Please sign in again, and press Checkout once more.";

/** A fault of the page itself. Its own text is for a developer. */
export const PAGE_FAULT = "This page made a mistake. Please reload it; your orders are kept for you.";

/** The sentence of a fault; `question` is `shop`, `signIn` or `renewal`. */
export const sentenceOf = (fault, question) => SENTENCES[fault][question];

/** The faults of the user pool by its errors' names. */
const ISSUERS = {
  NotAuthorizedException: "refused",
  UserNotFoundException: "refused",
  PasswordResetRequiredException: "reset-first",
  UserNotConfirmedException: "not-confirmed",
  InvalidPasswordException: "weak-password",
  PasswordHistoryPolicyViolationException: "used-password",
  TooManyRequestsException: "too-many",
  TooManyFailedAttemptsException: "too-many",
  LimitExceededException: "too-many",
  InternalErrorException: "server-fault",
  InvalidParameterException: "set-up-wrong", // such as a sign-in flow that the pool's client does not have
  ResourceNotFoundException: "set-up-wrong",
  InvalidUserPoolConfigurationException: "set-up-wrong",
  InvalidLambdaResponseException: "set-up-wrong",
};

/** A lockout after wrong passwords has the name of a wrong password, and only its text tells them apart. */
const LOCKED_OUT = /attempts exceeded/i;

/** The fault that an answer of the user pool names, by its error's name, its HTTP status and its text. */
export function faultOfIssuer(name, status, text = "") {
  if (name === "NotAuthorizedException" && LOCKED_OUT.test(text)) return "too-many";
  if (Object.hasOwn(ISSUERS, name)) return ISSUERS[name];
  if (status === 429) return "too-many";
  return status >= 500 ? "server-fault" : "failed";
}
