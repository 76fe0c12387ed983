// Signs in at a Cognito user pool by its public API, without an SDK.

import { claimsOf, subjectOf } from "#realtime-client";
import { fetchOrExplain } from "./fetch_or_explain.js";
import { PASSWORD_RULES } from "./password_rules.js";

const REFRESH_BEFORE_MS = 60_000;
const NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED";
const REFUSED = "That email and password do not match an account.";
const FAILED = "Signing in did not work just now. Please try again in a moment.";

/**
 * What a customer reads, by the error's name. The same sentence for a wrong password and an unknown
 * user, so that nobody learns who has an account.
 */
const SENTENCES = {
  NotAuthorizedException: REFUSED,
  UserNotFoundException: REFUSED,
  InvalidPasswordException: `The shop did not take this password. ${PASSWORD_RULES}`,
  PasswordResetRequiredException: "The password of this account must be reset first. Please ask the shop.",
  UserNotConfirmedException: "This account is not confirmed yet. Please ask the shop.",
  TooManyRequestsException: "Too many tries at once. Please wait a minute and try again.",
  LimitExceededException: "Too many tries at once. Please wait a minute and try again.",
};

/** The shop refused; `isRefusal` says that email and password, or a session, were not accepted. */
class SignInError extends Error {
  constructor(name) {
    super(Object.hasOwn(SENTENCES, name) ? SENTENCES[name] : FAILED);
    this.isRefusal = this.message === REFUSED;
  }
}

async function call(config, action, parameters) {
  const answer = await fetchOrExplain(config.cognitoEndpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId: config.userPoolClientId, ...parameters }),
  }, "Signing in cannot be reached just now. Check the connection and try again.");
  const body = (await answer.json().catch(() => null)) ?? {};
  if (answer.ok) return body;
  throw new SignInError(String(body.__type ?? "").split("#").at(-1));
}

const initiate = (config, flow, parameters) =>
  call(config, "InitiateAuth", { AuthFlow: flow, AuthParameters: parameters });

function buyerOf(config, first) {
  let tokens = first;
  const refreshToken = tokens.RefreshToken;
  return {
    userId: subjectOf(tokens.AccessToken),
    /** The access token. `fresh` asks for a new one, also if this machine's clock says it is valid. */
    async token({ fresh = false } = {}) {
      const left = claimsOf(tokens.AccessToken).exp * 1000 - Date.now();
      if ((fresh || left < REFRESH_BEFORE_MS) && refreshToken) {
        const answer = await initiate(config, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken });
        if (!answer.AuthenticationResult) throw new Error(FAILED);
        tokens = answer.AuthenticationResult;
      }
      return tokens.AccessToken;
    },
  };
}

/** `{buyer}`, or `{challenge}` when the account needs a new password first. */
function read(config, email, answer) {
  if (answer.AuthenticationResult) return { buyer: buyerOf(config, answer.AuthenticationResult) };
  if (answer.ChallengeName !== NEW_PASSWORD_REQUIRED) {
    throw new Error(answer.ChallengeName
      ? "Signing in to this account takes a further step, which this page cannot do. Please ask the shop."
      : FAILED);
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
          }));
        } catch (error) {
          if (error.isRefusal) error.message = "That took too long. Please sign in again from the start.";
          throw error;
        }
      },
    },
  };
}

/**
 * Signs in: `{buyer}`, or `{challenge}` for an account that an administrator made with a temporary
 * password. Tokens are kept in memory only, so that a script finds none in the storages.
 */
export async function signIn(config, email, password) {
  const answer = await initiate(config, "USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
  return read(config, email, answer);
}
