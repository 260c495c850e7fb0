// Amounts, as texts. They come as decimal texts and stay texts: what little is computed here, for the eye alone, is
// computed on whole numbers without end (BigInt), never on binary fractions.

// With the digits in groups of three, as the command line shows them.
export function shown(text) {
  if (text === null || text === undefined) return "";
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text) ?? [null, "", String(text), ""];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (sign ? "−" : "") + grouped + rest;
}

// "1 contract", "2,000 contracts".
export function counted(count, word) {
  return `${shown(String(count))} ${word}${count === 1 ? "" : "s"}`;
}

function places(text) {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function units(text, decimals) {
  return BigInt(text.replace(".", "") + "0".repeat(decimals - places(text)));
}

function written(value, decimals) {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return (value < 0n ? "-" : "") + digits.slice(0, cut) + (decimals ? "." + digits.slice(cut) : "");
}

// a - b.
export function minus(a, b) {
  const decimals = Math.max(places(a), places(b));
  return written(units(a, decimals) - units(b, decimals), decimals);
}

// a + b.
export function plus(a, b) {
  const decimals = Math.max(places(a), places(b));
  return written(units(a, decimals) + units(b, decimals), decimals);
}

export function isZero(text) {
  return /^-?0*(\.0*)?$/.test(text ?? "0");
}

export function isNegative(text) {
  return text.startsWith("-") && !isZero(text);
}

// The larger of two.
export function larger(a, b) {
  return isNegative(minus(a, b)) ? b : a;
}

// How long a bar is: part of whole in thousandths, none below zero.
export function thousandths(part, whole) {
  const decimals = Math.max(places(part), places(whole));
  const all = units(whole, decimals);
  if (all <= 0n) return 0;
  const share = (units(part, decimals) * 1000n) / all;
  return Number(share < 0n ? 0n : share > 1000n ? 1000n : share);
}

// A difference, with its sign.
export function signed(text) {
  return isNegative(text) ? shown(text) : "+" + shown(text);
}
