// Signs in at a Cognito user pool by its public API, without an SDK.

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
  // The same sentence for a wrong password and an unknown user, so that nobody learns who has an account.
  const refused = /NotAuthorized|UserNotFound/.test(body.__type ?? "");
  throw new Error(
    refused
      ? "That email and password do not match an account."
      : "Signing in did not work just now. Please try again in a moment.",
  );
}

/** A signed-in buyer. Tokens are kept in memory only, so that a script finds none in the storages. */
export async function signIn(config, email, password) {
  let tokens = await initiate(config, "USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
  const refreshToken = tokens.RefreshToken;
  return {
    userId: subjectOf(tokens.AccessToken),
    /** The access token. `fresh` asks for a new one, also if this machine's clock says it is valid. */
    async token({ fresh = false } = {}) {
      const left = claimsOf(tokens.AccessToken).exp * 1000 - Date.now();
      if ((fresh || left < REFRESH_BEFORE_MS) && refreshToken) {
        tokens = await initiate(config, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken });
      }
      return tokens.AccessToken;
    },
  };
}
