// Amounts for a buyer to read. The only place that knows how many digits a currency's minor unit has.
//
// They are the minor units of ISO 4217, by which the shop counts (`amountMinor`). Intl's digits are
// those of Unicode's CLDR: how many are usually *shown*. CLDR shows none for HUF, COP, IQD and 16 more,
// whose minor units are hundredths or thousandths: an amount that is divided by Intl's digits is 100 or
// 1,000 times too high. ECMA-402 leaves Intl's digits to the browser, and they change with its version.

/** Minor units of ISO 4217, list one of 2026-01-01, where they are not 2. */
const DIGITS = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    // Metals, funds and test codes, which the standard gives no minor unit ("N.A."): the unit is whole.
    + " XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};
const OTHERS = 2; // also for a code that came or went after the list: such codes have had 2
const UNKNOWN = "unknown amount";

const digitsByCode = new Map(
  Object.entries(DIGITS).flatMap(([digits, codes]) => codes.split(" ").map((code) => [code, Number(digits)])));

export const isCurrency = (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value);

/** A whole number that JavaScript has exactly. JSON's longer ones are rounded when they are read. */
export const isAmount = (value) => Number.isSafeInteger(value);

/** How many digits of an amount in minor units follow the decimal point. */
export const digitsOf = (currency) => digitsByCode.get(currency) ?? OTHERS;

/** 1234, 2 -> "12.34": exact, where a division would round amounts of many digits. */
function decimal(minor, digits) {
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const point = text.length - digits;
  return `${minor < 0 ? "-" : ""}${text.slice(0, point)}${digits > 0 ? `.${text.slice(point)}` : ""}`;
}

/**
 * "€54.00", as `locale` (undefined: the browser's) writes it. Never throws: what is no amount or no
 * currency is an "unknown amount", for a guess could be wrong by 1,000.
 */
export function money(minor, currency, locale) {
  if (!isAmount(minor) || !isCurrency(currency)) return UNKNOWN;
  const digits = digitsOf(currency);
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, style).format(decimal(minor, digits));
}
