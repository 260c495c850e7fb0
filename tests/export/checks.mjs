// Counting for tests in Node.js: same, throws, and at the end "N passed, N failed".
import { isDeepStrictEqual } from "node:util";

let passed = 0, failed = 0;
export function same(what, wanted, found) {
  if (isDeepStrictEqual(wanted, found)) passed++;
  else { failed++; console.log(`not ok ${what}\n  wanted: ${JSON.stringify(wanted)}\n  found:  ${JSON.stringify(found)}`); }
}
export const holds = (what, found) => same(what, true, !!found);
export function ends() { console.log(`${passed} passed, ${failed} failed`); process.exit(failed || !passed ? 1 : 0); }
process.on("unhandledRejection", (error) => { failed++; console.log("not ok", error); ends(); });
