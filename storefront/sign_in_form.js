// The sign-in form, and on a demo stage a button for each buyer.

import { $, el } from "./dom.js";

const nameOf = (email) => email.split("@")[0].replace(/^./, (letter) => letter.toUpperCase());

/** Calls `onEnter(email, password)`. All buttons are disabled while its promise is pending. */
export function createSignInForm(onEnter) {
  async function enter(email, password) {
    const pressed = document.activeElement;
    const buttons = [...document.querySelectorAll("#welcome button")];
    const disable = (disabled) => {
      for (const one of buttons) one.disabled = disabled;
    };
    disable(true);
    const entered = await onEnter(email, password).finally(() => disable(false));
    if (!entered) pressed?.focus();
  }

  $("sign-in").addEventListener("submit", (submit) => {
    submit.preventDefault();
    enter($("email").value.trim(), $("password").value);
  });

  return {
    showBuyers(buyers) {
      $("demo").hidden = buyers.length === 0;
      $("buyers").replaceChildren(...buyers.map(({ email, password }) => el("button", {
        type: "button", "data-buyer": email, onclick: () => enter(email, password),
      }, `Shop as ${nameOf(email)}`)));
    },
    entered(email) {
      $("welcome").hidden = true;
      $("account").hidden = $("order-section").hidden = false;
      $("who").textContent = email;
      $("products-title").focus({ preventScroll: true }); // the pressed button is gone: the focus needs a place
    },
    left() {
      $("welcome").hidden = false;
      $("account").hidden = $("order-section").hidden = true;
      $("password").value = "";
      $("welcome-title").focus();
    },
  };
}
