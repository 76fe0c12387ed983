// Signs in at a Cognito user pool by its public API, without an SDK.

import { subjectOf } from "realtime-notifier-client";
import { faultOfIssuer, sentenceOf } from "./fault_texts.js";
import { fetchOrExplain, Unreachable } from "./fetch_or_explain.js";
import { createTokens, SessionEnded } from "./tokens.js";

const NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED";
/** Unlike InitiateAuth, this also renews where the pool rotates its refresh tokens. */
const RENEW = "GetTokensFromRefreshToken";

/** A renewal that is refused like this stays refused. After any other error a later try may succeed. */
const ENDS_THE_SESSION = new Set([
  "NotAuthorizedException", // revoked, expired, or the user is disabled
  "UserNotFoundException", "PasswordResetRequiredException", "UserNotConfirmedException",
  "RefreshTokenReuseException", // a rotated token that someone has used before
  "ResourceNotFoundException", // the user pool or its client is gone
]);

/** The user pool refused. `isRefusal` says that email and password, or a challenge, were not accepted. */
class SignInError extends Error {
  constructor(name, fault, question) {
    super(sentenceOf(fault, question));
    Object.assign(this, { name, isRefusal: fault === "refused" });
  }
}

/** For a developer: a buyer's sentence keeps the cause to itself. */
const tell = (action, ...said) => console.warn("sign-in:", action, "was answered:", ...said);

async function call(config, action, parameters, { question = "signIn", ...more } = {}) {
  const { ok, status, body } = await fetchOrExplain(config.cognitoEndpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId: config.userPoolClientId, ...parameters }),
  }, { question, ...more });
  if (ok) return body;
  const name = String(body.__type ?? "").split("#").at(-1);
  tell(action, status, name, body.message ?? "");
  const fault = faultOfIssuer(name, status, body.message);
  const mayPass = fault === "too-many";
  if (question === "renewal" && ENDS_THE_SESSION.has(name) && !mayPass) throw new SessionEnded();
  throw new SignInError(name, fault, question);
}

/** The tokens of an answer, or null. What answers in place of the user pool may answer JSON too. */
function tokensOf({ AuthenticationResult: result }) {
  const token = result?.AccessToken;
  return typeof token === "string" && subjectOf(token) !== null ? result : null;
}

async function renew(config, refreshToken, signal, parts) {
  const answer = await call(config, RENEW, { RefreshToken: refreshToken }, { question: "renewal", signal, ...parts });
  if (answer.ChallengeName) { // this page does no further step in the midst of a visit
    tell(RENEW, answer.ChallengeName);
    throw new SessionEnded();
  }
  const tokens = tokensOf(answer);
  if (!tokens) throw new Unreachable("strange-answer", "renewal");
  return tokens;
}

function buyerOf(config, first, parts) {
  const tokens = createTokens({
    first, now: parts.now, renew: (refreshToken, signal) => renew(config, refreshToken, signal, parts),
  });
  return { userId: subjectOf(first.AccessToken), tokens };
}

/** `{buyer}`, or `{challenge}` when the account needs a new password first. */
function read(config, email, answer, parts) {
  const tokens = tokensOf(answer);
  if (tokens) return { buyer: buyerOf(config, tokens, parts) };
  if (!answer.ChallengeName) throw new Unreachable("strange-answer", "signIn");
  if (answer.ChallengeName !== NEW_PASSWORD_REQUIRED) {
    tell("InitiateAuth", answer.ChallengeName);
    throw new Error(sentenceOf("further-step", "signIn"));
  }
  const username = answer.ChallengeParameters?.USER_ID_FOR_SRP ?? email;
  return {
    challenge: {
      email,
      /** Sets the new password: `{buyer}`. */
      async answer(password) {
        const responses = { USERNAME: username, NEW_PASSWORD: password };
        try {
          return read(config, email, await call(config, "RespondToAuthChallenge", {
            ChallengeName: NEW_PASSWORD_REQUIRED, Session: answer.Session, ChallengeResponses: responses,
          }, parts), parts);
        } catch (error) {
          if (error.isRefusal) error.message = sentenceOf("took-too-long", "signIn");
          throw error;
        }
      },
    },
  };
}

/**
 * Signs in: `{buyer}`, or `{challenge}` for an account that an administrator made with a temporary
 * password. A buyer has `userId` and `tokens`. `parts` replaces the browser's in tests, and the clock.
 */
export async function signIn(config, email, password, parts = {}) {
  const answer = await call(config, "InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: email, PASSWORD: password },
  }, parts);
  return read(config, email, answer, parts);
}
