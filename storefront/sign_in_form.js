// The sign-in form, on a demo stage a button for each buyer, and the form for a new password.

import { $, el } from "./dom.js";
import { rulesOf } from "./password_rules.js";

const nameOf = (email) => email.split("@")[0].replace(/^./, (letter) => letter.toUpperCase());

/**
 * Calls `onEnter(email, password)`, and `onNewPassword(challenge, password)` for an account whose
 * password was temporary. All buttons are disabled while their promise is pending.
 */
export function createSignInForm(onEnter, onNewPassword) {
  let challenge = null; // the account that needs a new password

  async function whileDisabled(act) {
    const pressed = document.activeElement;
    const buttons = [...document.querySelectorAll("#welcome button")];
    const disable = (disabled) => {
      for (const one of buttons) one.disabled = disabled;
    };
    disable(true);
    const entered = await act().finally(() => disable(false));
    if (!entered) pressed?.focus();
  }

  const enter = (email, password) => whileDisabled(() => onEnter(email, password));

  function showForms() {
    $("sign-in").hidden = challenge !== null;
    $("choose-password").hidden = challenge === null;
    $("new-password-for").value = challenge?.email ?? "";
    $("new-password").value = "";
    showRules();
  }

  /** Which rules the typed password keeps; a screen reader gets them as the field's description. */
  function showRules() {
    $("password-rules").replaceChildren(...rulesOf($("new-password").value).map(({ name, isKept }) =>
      el("li", { "data-kept": isKept }, name, el("span", { class: "unseen" }, isKept ? ": done" : ""))));
  }

  $("sign-in").addEventListener("submit", (submit) => {
    submit.preventDefault();
    enter($("email").value.trim(), $("password").value);
  });

  $("new-password").addEventListener("input", () => {
    showRules();
    $("new-password").setCustomValidity("");
  });

  $("choose-password").addEventListener("submit", (submit) => {
    submit.preventDefault();
    const password = $("new-password").value;
    const missing = rulesOf(password).filter((one) => !one.isKept).map((one) => one.name);
    if (missing.length > 0) {
      $("new-password").setCustomValidity(`Still missing: ${missing.join(", ")}.`);
      $("new-password").reportValidity();
      return;
    }
    whileDisabled(() => onNewPassword(challenge, password));
  });

  /** Back to the email and the password. */
  function startOver() {
    challenge = null;
    showForms();
    $("email").focus();
  }

  $("start-over").addEventListener("click", startOver);

  return {
    showBuyers(buyers) {
      $("demo").hidden = buyers.length === 0;
      $("buyers").replaceChildren(...buyers.map(({ email, password, temporary }) => el("button", {
        type: "button", "data-buyer": email, onclick: () => enter(email, password),
      }, `Shop as ${nameOf(email)}`, ...(temporary ? [el("small", {}, " sets a password first")] : []))));
    },
    /** The account has a temporary password: ask for its own one. */
    askNewPassword(given) {
      challenge = given;
      showForms();
      $("new-password").focus();
    },
    startOver,
    entered(email) {
      challenge = null;
      showForms();
      $("welcome").hidden = true;
      $("account").hidden = $("order-section").hidden = false;
      $("who").textContent = email;
      $("password").value = "";
      $("products-title").focus({ preventScroll: true }); // the pressed button is gone: the focus needs a place
    },
    /** With `email` the same person is asked to sign in again; without it the next one finds no trace. */
    left(email = "") {
      $("welcome").hidden = false;
      $("account").hidden = $("order-section").hidden = true;
      $("who").textContent = "";
      $("email").value = email;
      $(email === "" ? "welcome-title" : "password").focus();
    },
  };
}
