// Civil dates, as texts: YYYY-MM-DD in, words out. No clock and no zone of this browser touches them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function parts(date) {
  const [year, month, day] = date.split("-");
  return { year, month: MONTHS[parseInt(month, 10) - 1] ?? month, day: parseInt(day, 10) };
}

// "Apr 7, 2026".
export function day(date) {
  if (!/^\d{4}-\d\d-\d\d/.test(date ?? "")) return date ?? "";
  const { year, month, day: number } = parts(date.slice(0, 10));
  return `${month} ${number}, ${year}`;
}

// "Apr 7 – May 6, 2026": both days belong to it; the year is said once where it is one.
export function span(period) {
  if (!period) return "";
  if (!period.end) return `from ${day(period.start)}`;
  const from = parts(period.start);
  const year = from.year === period.end.slice(0, 4) ? "" : `, ${from.year}`;
  return `${from.month} ${from.day}${year} – ${day(period.end)}`;
}

// "Apr 7 – May 6", for a list whose years are plain.
export function shortSpan(period) {
  if (!period?.end) return span(period);
  const from = parts(period.start),
    to = parts(period.end);
  return `${from.month} ${from.day} – ${to.month} ${to.day}`;
}

// Today, here: only ever a proposal in a field that can be changed.
export function today() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// "2026-11-28 17:29" of an instant in UTC.
export function instant(text) {
  return (text ?? "").replace("T", " ").replace(/:\d\d(\.\d+)?Z$/, " UTC");
}
