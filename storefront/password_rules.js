// What the user pool asks of a password. The pool itself decides; the page says it beforehand.

const RULES = [
  ["12 characters", (password) => [...password].length >= 12],
  ["a lower-case letter", (password) => /[a-z]/.test(password)],
  ["an upper-case letter", (password) => /[A-Z]/.test(password)],
  ["a digit", (password) => /[0-9]/.test(password)],
];

export const PASSWORD_RULES = `It needs at least ${RULES.map(([name]) => name).join(", ")}.`;

/** `[{name, isKept}]` for each rule. */
export const rulesOf = (password) => RULES.map(([name, keeps]) => ({ name, isKept: keeps(password) }));
