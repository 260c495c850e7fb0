// Everything that was done, in order, the newest first.
import { command, options } from "./api.js";
import { instant } from "./dates.js";
import { empty, h, latest, link } from "./dom.js";
import { Filters } from "./filters.js";
import { place } from "./router.js";
import { attempt } from "./shell.js";
import { table } from "./table.js";

// The detail is JSON text: what it says, without who, which has a column of its own.
function detail(entry) {
  try {
    const { who, ...rest } = JSON.parse(entry.detail ?? "{}");
    return Object.entries(rest)
      .filter(([, v]) => v !== null && !(Array.isArray(v) && !v.length))
      .map(([k, v]) => `${k.replaceAll("_", " ")}: ${typeof v === "object" ? JSON.stringify(v) : v}`)
      .join(" · ");
  } catch {
    return entry.detail;
  }
}

function draw(entries) {
  if (!entries.length) return empty("Nothing here", "No entry of the log fits.");
  return table(
    "Log",
    [
      { name: "seq", title: "No." },
      { name: "at", title: "When", kind: "time", of: (e) => instant(e.at) },
      { name: "who" },
      { name: "command", title: "What" },
      { name: "batch", of: (e) => (e.batch ? link(String(e.batch), `/batch/${e.batch}`) : null) },
      { name: "detail", of: (e) => h("span", { class: "long" }, detail(e)) },
    ],
    [...entries].reverse(),
    { most: 300 },
  );
}

export async function logView() {
  const box = h("div", null),
    ask = () => command("log", ...options(place().query)),
    fetched = latest(ask, ({ answer }) => box.replaceChildren(draw(answer))),
    load = () => attempt(fetched);
  const filters = new Filters(
    [
      { name: "who", label: "Who" },
      { name: "since", label: "Since", type: "date" },
      { name: "about", label: "About" },
    ],
    load,
  );
  await load();
  return { title: "Log", element: h("section", null, h("h1", null, "Log"), filters.form, filters.clear, box), refresh: load };
}
