// The steps of signing in: email and password, and for some accounts a password of their own first.

import { signIn } from "./auth.js";
import { createSignInForm } from "./sign_in_form.js";

const CHOSEN = "This buyer has chosen a password meanwhile. Sign in with it in the form.";

/**
 * Answers the form. `shop()` answers the configuration, or throws while there is none. Calls
 * `onEntered(buyer, email, config)` with the configuration that the buyer signed in at, and `fail(error)`
 * for a step that failed.
 */
export function createSigningIn({ shop, say, fail, onEntered }) {
  const form = createSignInForm(enter, choosePassword);
  let from; // the configuration of the sign-in that goes on

  /** Runs a step: false where it failed. */
  async function take(step, email) {
    say("Signing in…");
    let answer;
    try {
      answer = await step();
    } catch (error) {
      fail(error);
      return false;
    }
    say("");
    if (answer.challenge) form.askNewPassword(answer.challenge);
    else onEntered(answer.buyer, email, from);
    return true;
  }

  function enter(email, password) {
    return take(async () => {
      from = shop();
      const isTemporary = from.demoBuyers?.some((one) => one.temporary && one.password === password);
      return signIn(from, email, password).catch((error) => {
        throw isTemporary && error.isRefusal ? new Error(CHOSEN) : error;
      });
    }, email);
  }

  function choosePassword(challenge, password) {
    return take(() => challenge.answer(password).catch((error) => {
      if (error.isRefusal) form.startOver(); // the challenge has expired
      throw error;
    }), challenge.email);
  }

  return form;
}
