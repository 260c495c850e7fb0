import { isShared, may } from "./me.js";

// The left hand panel: name, address, the key after g, and the command that it is for where not everybody may run it.
const PLACES = [
  ["Billing", "/batch", "b"],
  ["Invoices", "/invoices", "i"],
  ["Check", "/check", "c"],
  ["Compare", "/compare", "m"],
  ["Unbilled", "/unbilled", "n"],
  ["Balances", "/balances", "a"],
  ["Reports", "/reports", "r"],
  ["Import", "/import", "p", "import"],
  ["Plugins and rules", "/plugins", "l"],
  ["Log", "/log", "o"],
  ["Users", "/users", "s", "user list"],
];

// Those of who asks. One person alone has no users.
export function places() {
  return PLACES.filter(([, path, , command]) => (!command || may(command)) && (path !== "/users" || isShared()));
}
