// Sequences of realtime.v1: 20 decimal digits, so that texts compare as the numbers they stand for.

const DIGITS = 20;
const SEQUENCE = new RegExp(`^[0-9]{${DIGITS}}$`);

/** True for a text that is a sequence; whatever else a frame or a storage holds is none. */
export const isSequence = (value) => typeof value === "string" && SEQUENCE.test(value);

/** The number behind `sequence`. BigInt: twenty digits are more than a double carries. */
export const nextAfter = (sequence) => String(BigInt(sequence) + 1n).padStart(DIGITS, "0");
