// The rules that the page's modules and the tests in JavaScript keep: nothing unused, nothing undeclared, functions as
// short as everywhere else.
import { createRequire } from "node:module";
import { join } from "node:path";

const globals = createRequire(join(process.env.NODE_FOLDER, "package.json"))("globals");
const rules = {
  "eqeqeq": ["error", "always", { null: "ignore" }],
  "no-constant-condition": "error",
  "no-dupe-keys": "error",
  "no-fallthrough": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unused-vars": ["error", { ignoreRestSiblings: true, varsIgnorePattern: "^_+$", argsIgnorePattern: "^_+$" }],
  "no-var": "error",
  "prefer-const": "error",
};
const most = (max) => ({ ...rules, "max-lines-per-function": ["error", { max }] });

export default [
  { files: ["core/web/page/*.js"], languageOptions: { globals: globals.browser }, rules: most(30) },
  { files: ["tests/**/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } }, rules },
];
