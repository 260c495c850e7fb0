// The left hand panel: name, address, and the key after g.
export const PLACES = [
  ["Billing", "/batch", "b"],
  ["Invoices", "/invoices", "i"],
  ["Check", "/check", "c"],
  ["Compare", "/compare", "m"],
  ["Unbilled", "/unbilled", "n"],
  ["Balances", "/balances", "a"],
  ["Reports", "/reports", "r"],
  ["Import", "/import", "p"],
  ["Plugins and rules", "/plugins", "l"],
  ["Log", "/log", "o"],
];
