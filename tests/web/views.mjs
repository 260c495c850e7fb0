// The views of the page: every address pattern of main.js, so that a test that goes through all of them goes through a new one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./page.mjs";

const patterns = [...readFileSync(join(root, "core/web/page/main.js"), "utf8").matchAll(/^\s*\["([^"]*)", .*\],$/gm)].map((found) => found[1]);

// Each view of a book of `makeMonths`, also where it has nothing to show.
export const VIEWS = ["/", "/batch", "/batch/2?text=cool#cool-desk", "/batch/2?text=nobody", "/batch/1", "/batch/1/drafts", "/invoices", "/invoices?text=nobody", "/invoice/30",
  "/customer/coolrealty", "/check", "/check/2", "/compare", "/compare/2", "/unbilled", "/balances", "/reports", "/reports/revenue", "/reports/aging", "/reports/tax?by=document",
  "/import", "/plugins", "/plugins/retainer", "/plugins/agreement", "/log", "/users", "/export/1", "/export/1/csv", "/export/2", "/batch/99", "/nowhere"];

// Patterns that none of the addresses leads to.
export function unvisited(addresses) {
  const fits = (pattern, path) => {
    const parts = pattern.split("/"), given = path.replace(/\/+$/, "").split("/");
    return parts.length === given.length && parts.every((part, i) => part.startsWith(":") || part === given[i]);
  };
  const paths = addresses.map((address) => address.split(/[?#]/)[0]);
  return patterns.length < 15 ? ["main.js has other routes than this reads"] : patterns.filter((pattern) => !paths.some((path) => fits(pattern, path)));
}

// Goes to a view and waits until what it asked for is there, and what it asks for then.
export async function visit(page, address) {
  if (page.url().split("#")[0] === address.split("#")[0]) await page.goto("about:blank"); // else it is only scrolled to
  await page.goto(address);
  await page.locator("main:not([aria-busy]) h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("body[aria-busy], tr.waiting"));
  await page.waitForLoadState("load");
  await page.waitForTimeout(100);
}
