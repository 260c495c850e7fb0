// Params as a form, from the schema that a plugin declares: what an admin would otherwise write as JSON.
import { button, choice, h, newId } from "./dom.js";

function hint(param) {
  const parts = [
    param.doc,
    param.default !== null && param.default !== undefined && param.default !== "" && !Array.isArray(param.default)
      ? `without it: ${param.default}`
      : "",
    param.min !== undefined && param.min !== null ? `from ${param.min}` : "",
    param.max !== undefined && param.max !== null ? `to ${param.max}` : "",
  ];
  return parts.filter(Boolean).join("; ");
}

function labelled(param, input, extra) {
  input.id = newId();
  const told = h("small", { id: `${input.id}-hint` }, hint(param));
  input.setAttribute("aria-describedby", told.id);
  return h(
    "div",
    { class: "field" },
    h("label", { for: input.id }, param.name, param.required ? h("span", { class: "must" }, " required") : null),
    input,
    extra,
    told,
  );
}

// A list: one field a member, and a button for the next.
function listOf(param) {
  const box = h("div", { class: "members" }),
    members = [];
  const more = () => {
    const member = paramField({
      ...param.of,
      name: `${param.name} ${members.length + 1}`,
      doc: param.of.doc,
      required: false,
      default: null,
    });
    members.push(member);
    box.append(member.element);
  };
  const add = button(`Add ${param.name}`, more, { class: "small" });
  return {
    element: h("fieldset", null, h("legend", null, param.name), h("p", { class: "muted" }, hint(param)), box, add),
    value: () => {
      const list = members.map((m) => m.value()).filter((v) => v !== undefined);
      return list.length ? list : undefined;
    },
  };
}

function recordOf(param) {
  const form = paramForm(param.fields ?? param.params);
  return {
    element: h(
      "fieldset",
      null,
      h("legend", null, param.name),
      param.doc ? h("p", { class: "muted" }, param.doc) : null,
      form.element,
    ),
    value: () => {
      const made = form.values();
      return Object.keys(made).length ? made : undefined;
    },
  };
}

const FLAG = { true: "yes", false: "no" };

function chosen(param, pairs, read) {
  const input = choice([["", "–"], ...pairs], "");
  return { element: labelled(param, input), value: () => (input.value ? read(input.value) : undefined) };
}

// Flags are true or false and counts whole numbers in JSON; money, prices and quantities stay text.
function paramField(param) {
  if (param.type === "list" && param.of) return listOf(param);
  if (param.fields || (param.params && param.params.length)) return recordOf(param);
  if (param.type === "flag" || param.type === "boolean") return chosen(param, Object.entries(FLAG), (text) => text === "true");
  if (param.choices) return chosen(param, param.choices.map((c) => [c, c]), (text) => text);
  const input = h("input", {
    type: param.type === "date" ? "date" : "text",
    inputmode: ["money", "price", "quantity", "count"].includes(param.type) ? "decimal" : null,
    autocomplete: "off",
  });
  const count = param.type === "count";
  return {
    element: labelled(param, input),
    value: () =>
      input.value.trim() === ""
        ? undefined
        : count && /^\d+$/.test(input.value.trim())
          ? parseInt(input.value, 10)
          : input.value.trim(),
  };
}

export function paramForm(params) {
  const fields = params.map((param) => [param.name, paramField(param)]);
  return {
    element: h(
      "div",
      { class: "params" },
      fields.map(([, f]) => f.element),
    ),
    values: () => Object.fromEntries(fields.map(([name, f]) => [name, f.value()]).filter(([, v]) => v !== undefined)),
  };
}
