// Sequences of realtime.v1: decimal numbers with leading zeros, so that they sort as texts.

import { SEQUENCE_DIGITS } from "./protocol.js";

const SEQUENCE = new RegExp(`^[0-9]{${SEQUENCE_DIGITS}}$`);

/** True for a text that is a sequence. Frames and storages may hold any other value. @type {(value: unknown) => value is string} */
export const isSequence = (value) => typeof value === "string" && SEQUENCE.test(value);

/** The sequence after `sequence`. BigInt, because a double cannot hold twenty digits. @param {string} sequence */
export const nextAfter = (sequence) =>
  String(BigInt(sequence) + 1n).padStart(SEQUENCE_DIGITS, "0");
