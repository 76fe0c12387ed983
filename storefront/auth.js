// Sign-in against a Cognito user pool, with its public API and no SDK.

import { claimsOf, subjectOf } from "#realtime-client";
import { fetchOrExplain } from "./fetch_or_explain.js";

const REFRESH_BEFORE_MS = 60_000;

async function initiate(config, flow, parameters) {
  const answer = await fetchOrExplain(config.cognitoEndpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: flow,
      ClientId: config.userPoolClientId,
      AuthParameters: parameters,
    }),
  }, "Signing in cannot be reached just now. Check the connection and try again.");
  const body = await answer.json().catch(() => ({}));
  if (answer.ok && body.AuthenticationResult) return body.AuthenticationResult;
  // One sentence for a wrong password and an unknown user: the page tells nobody who has an account.
  const refused = /NotAuthorized|UserNotFound/.test(body.__type ?? "");
  throw new Error(
    refused
      ? "That email and password do not match an account."
      : "Signing in did not work just now. Please try again in a moment.",
  );
}

/** A signed-in buyer. Tokens stay in memory: a script that reads storage finds none. */
export async function signIn(config, email, password) {
  let tokens = await initiate(config, "USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
  const refreshToken = tokens.RefreshToken;
  return {
    userId: subjectOf(tokens.AccessToken),
    /** `fresh`: a server called the last one expired, whatever this machine's clock says. */
    async token({ fresh = false } = {}) {
      const left = claimsOf(tokens.AccessToken).exp * 1000 - Date.now();
      if ((fresh || left < REFRESH_BEFORE_MS) && refreshToken) {
        tokens = await initiate(config, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken });
      }
      return tokens.AccessToken;
    },
  };
}
