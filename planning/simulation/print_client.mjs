// Prints what the client does about lost connections, as JSON: planning/simulation/client.json.

import { ASKS_AGAIN } from "../../client/internal/answers.js";
import { LASTS_AFTER, LASTS_AFTER_MS, REFRESH_EVERY, REFRESH_PAUSE_MS } from "../../client/internal/attempts.js";
import { BACKOFF_MOST_MS, backoffMs } from "../../client/internal/backoff.js";
import { LASTING_MOST_MS } from "../../client/internal/causes.js";
import { aheadMs, CONNECTION_LIFE_MS } from "../../client/internal/early_leave.js";
import { PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { PROVE_WITHIN_SECONDS } from "../../client/internal/subscription_proof.js";

const TOKEN_LIFE_SECONDS = 3600; // of an access token of the stage's own user pool
/** From here on the longest wait does not grow. */
const ATTEMPTS = 12;

/** The shortest and the longest, in seconds: the random number is 0, and 1. */
const span = (msOf) => [0, 1].map((random) => msOf(() => random) / 1000);
const waits = (mostMs) =>
  Array.from({ length: ATTEMPTS }, (_, attempt) => span((random) => backoffMs(attempt, random, mostMs)));

console.log(JSON.stringify({
  waits: waits(BACKOFF_MOST_MS),
  lasting_waits: waits(LASTING_MOST_MS),
  lasts_after_attempts: LASTS_AFTER,
  lasts_after_seconds: LASTS_AFTER_MS / 1000,
  fresh_token_every: REFRESH_EVERY,
  fresh_token_pause_seconds: REFRESH_PAUSE_MS / 1000,
  asks_again: ASKS_AGAIN,
  token_life_seconds: TOKEN_LIFE_SECONDS,
  token_ahead: span((random) => aheadMs(1000 * TOKEN_LIFE_SECONDS, random)),
  life_seconds: CONNECTION_LIFE_MS / 1000,
  life_ahead: span((random) => aheadMs(CONNECTION_LIFE_MS, random)),
  ping_every_seconds: PING_EVERY_SECONDS,
  prove_within_seconds: PROVE_WITHIN_SECONDS,
}, null, 1));
