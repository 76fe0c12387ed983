// Text that comes from elsewhere, inside a sentence of this page. A name in Arabic or Hebrew would draw
// the numbers beside it into its own direction: "2 × كوب, 7 × كرسي" shows each number at the other's name.

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";
/** Embeddings, overrides and isolates. Those of a name could end the page's isolate, or outlast it. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Line and paragraph ends, which end every isolate, and other controls. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
const MOST_LETTERS = 160;

/** The text as one line without control characters and directions of its own; "" for what is no text. */
export function oneLine(text) {
  return typeof text === "string" ? text.replace(DIRECTIONS, "").replace(CONTROLS, " ").trim() : "";
}

/** The text with an end that says that there was more. */
function shortened(text) {
  const letters = [...text];
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join("")}…`;
}

/**
 * The text for use within a sentence: its direction is its own, and the sentence's is not changed. It is
 * cut where it would bury the sentence. dom.js's `setText` makes a `<bdi>` of it, an attribute keeps it.
 */
export const isolated = (text) =>
  `${FIRST_STRONG_ISOLATE}${shortened(oneLine(text))}${POP_DIRECTIONAL_ISOLATE}`;

/** The parts of a text, in order: `{text, isolated}`. */
export function partsOf(text) {
  return text.split(/(\u2068[^\u2068\u2069]*\u2069)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(FIRST_STRONG_ISOLATE) && part.endsWith(POP_DIRECTIONAL_ISOLATE)
      ? { text: part.slice(1, -1), isolated: true }
      : { text: part, isolated: false }));
}
