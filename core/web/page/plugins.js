// Contract types, rules, checks, exporters, templates: what they say of themselves, their params as forms, their tests.
import { command, options } from "./api.js";
import { button, empty, h, link } from "./dom.js";
import { ask } from "./dialogs.js";
import { only } from "./me.js";
import { paramForm } from "./params.js";
import { attempt, lookBack, say } from "./shell.js";
import { table } from "./table.js";

const GROUPS = [
  ["contract", "Contract types"],
  ["price rule", "Price rules"],
  ["tax rule", "Tax rules"],
  ["check", "Checks"],
  ["exporter", "Exporters"],
  ["invoice_template", "Invoice templates"],
];

function group(kind, title, list) {
  const rows = list.filter((p) => p.kind === kind || p.kind.replace("_", " ") === kind.replace("_", " "));
  if (!rows.length) return null;
  return [
    h("h2", null, title),
    table(
      title,
      [
        { name: "title", of: (p) => link(p.title ?? p.name, `/plugins/${encodeURIComponent(p.name)}`) },
        { name: "name" },
        { name: "version" },
        { name: "shadows", title: "Shadows" },
        { name: "uses", kind: "count" },
      ].filter((c) => rows.some((r) => r[c.name] !== null && r[c.name] !== undefined)),
      rows,
    ),
  ];
}

export async function pluginsView() {
  const [plugins, rules] = await Promise.all([command("plugin", "list"), command("rules", "list")]);
  const all = [...plugins.plugins, ...rules.rules],
    known = new Set(GROUPS.map(([kind]) => kind));
  const others = [...new Set(all.map((p) => p.kind))].filter((kind) => !known.has(kind)).map((kind) => [kind, kind]);
  const seen = new Map(all.map((p) => [`${p.kind}/${p.name}`, p]));
  return {
    title: "Plugins and rules",
    element: h(
      "section",
      null,
      h("h1", null, "Plugins and rules"),
      h(
        "p",
        { class: "muted" },
        "Small files of Lua that say how each contract type, tax and rule bills. Each has examples that are run as tests.",
      ),
      [...GROUPS, ...others].map(([kind, title]) => group(kind, title, [...seen.values()])),
    ),
  };
}

// What the examples give, and what comes about: read when somebody asks for them.
function exampleList(plugin) {
  const list = h("div", null),
    box = h("details", null, h("summary", null, "Examples"), list);
  box.addEventListener("toggle", () => {
    if (!box.open || list.firstChild) return;
    attempt(async () => {
      const { told } = await command("plugin", "show", plugin.name, "--examples");
      list.replaceChildren(
        ...told.flatMap(({ title, ...rest }) => [h("h3", null, title), h("pre", null, JSON.stringify(rest, null, 1))]),
      );
      if (!told.length) list.replaceChildren(h("p", { class: "muted" }, "It has none."));
    });
  });
  return box;
}

async function runTests(plugin, box) {
  box.replaceChildren(h("p", { class: "muted" }, "Running its examples …"));
  await attempt(async () => {
    const answer = await command(/rule/.test(plugin.kind) ? "rules" : "plugin", "test", plugin.name).catch(
      (failure) => failure,
    );
    if (answer instanceof Error) return void box.replaceChildren(h("p", { class: "bad" }, answer.message));
    box.replaceChildren(
      h("p", null, h("span", { class: `tag ${answer.failed ? "error" : "final"}` }, answer.summary)),
      h(
        "ul",
        { class: "reasons" },
        answer.failures.map((f) => h("li", null, typeof f === "string" ? f : JSON.stringify(f))),
      ),
    );
  });
}

// Sets the params of one contract of this type, as the form has them.
async function apply(plugin, params) {
  await ask({
    title: `Set params of a contract`,
    text: JSON.stringify(params),
    action: "Set",
    fields: [
      { name: "contract", label: "Contract", required: true },
      { name: "from", label: "From", type: "date", hint: "empty: as they are from its start" },
      { name: "note", label: "Note", required: true },
    ],
    run: async ({ contract, from, note }) => {
      const columns = Object.entries(params).map(
        ([name, value]) => `param.${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
      );
      await command("set", "contracts", contract, columns, options({ effective: from, note }));
      say(`The params of ${contract} are set.`);
      lookBack();
    },
  });
}

// The params as a form, and beside it what it comes to.
function params(plugin) {
  if (!plugin.params?.length) return empty("No params", "It needs nothing to be told.");
  const form = paramForm(plugin.params),
    json = h("pre", { class: "json" });
  const set = button("Set for a contract", () => apply(plugin, form.values()));
  const follow = () => (json.textContent = JSON.stringify(form.values(), null, 1));
  form.element.addEventListener("input", follow);
  follow();
  const aside = h("aside", { class: "batch-details", "aria-label": "Params as JSON" }, h("h2", null, "As JSON"), json,
    plugin.kind.startsWith("contract") ? only("set", h("div", { class: "ends left" }, set)) : null);
  return [h("h2", null, "Params"), h("div", { class: "split" }, h("div", { class: "left" }, form.element), aside)];
}

function draw(plugin) {
  const box = h("div", { "aria-live": "polite" }),
    run = button("Run its examples", () => runTests(plugin, box)),
    facts = `${plugin.kind} · ${plugin.name} ${plugin.version} · ${plugin.path}`;
  return [
    h("div", { class: "head" }, h("h1", null, plugin.title ?? plugin.name), h("p", { class: "muted facts" }, facts)),
    h("p", null, plugin.doc),
    h("div", { class: "ends left" }, run),
    box,
    params(plugin),
    exampleList(plugin),
  ];
}

export async function pluginView({ names }) {
  const plugin = await command("plugin", "show", names.name);
  return { title: plugin.title ?? plugin.name, element: h("section", null, draw(plugin)) };
}
