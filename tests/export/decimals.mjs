// Exact amounts from JSON numbers, in hundredths as BigInt: what a server computes must not depend on binary fractions.
const parts = (number) => {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number));
  const scale = fraction.length - Number(exponent), digits = BigInt(sign + whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
};
// Half away from zero.
function rounded({ digits, scale }, places) {
  if (scale <= places) return digits * 10n ** BigInt(places - scale);
  const unit = 10n ** BigInt(scale - places), half = unit / 2n;
  return digits < 0n ? -((-digits + half) / unit) : (digits + half) / unit;
}

export const cents = (number) => rounded(parts(number), 2);
export const isCents = (number) => { const { digits, scale } = parts(number); return scale <= 2 ||
  digits % 10n ** BigInt(scale - 2) === 0n; };
export const places = (number) => { const { scale } = parts(number); return scale; };
export const product = (a, b, at = 2) => {
  const x = parts(a), y = parts(b);
  return rounded({ digits: x.digits * y.digits, scale: x.scale + y.scale }, at);
};
// Of hundredths, a share such as 0.0725.
export const share = (amount, rate) => { const y = parts(rate); return rounded({ digits: amount * y.digits, scale: 2 + y.scale }, 2); };
export const number = (amount) => Number(amount) / 100;
export const text = (amount) => `${amount < 0n ? "-" : ""}${(amount < 0n ? -amount : amount) / 100n}.${String(
  (amount < 0n ? -amount : amount) % 100n).padStart(2, "0")}`;
