// What a view or a box says where something did not come about.
import { command } from "./api.js";
import { empty, h, link } from "./dom.js";

// The message of a command, as a sentence of the page.
export function sentence(text) {
  return text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");
}

// A failure in words: what, what would help, at most so many of the rows it is about; more stands below them.
export function problem(failure, most, ...more) {
  const rows = (failure.rows ?? [])
    .slice(0, most)
    .map((row) => h("li", null, typeof row === "string" ? row : (row.message ?? JSON.stringify(row))));
  return h(
    "div",
    null,
    h("p", { class: "strong" }, sentence(failure.message)),
    failure.hint ? h("p", null, failure.hint) : null,
    rows.length ? h("ul", null, rows) : null,
    more,
  );
}

// A place that is none, or does not come.
export function notHere(...words) {
  return {
    title: "Not here",
    element: h(
      "section",
      null,
      h("h1", null, "Not here"),
      words.filter((text) => text).map((text, i) => h("p", null, i ? text : sentence(text))),
      h("p", null, link("To Billing", "/batch")),
    ),
  };
}

// A view that is not for who asks: the server says who may run the command.
export async function refusedView(...words) {
  const { message, hint } = await command(words).catch((failure) => failure);
  return notHere(message, hint);
}

// A view of what a command says of a batch, the newest where none is named; what is lacking where there is none.
export async function viewOfBatch(batch, { title, word, lacking, facts, draw }) {
  const answer = await command(word, ...(batch ? ["--batch", batch] : [])).catch((failure) => failure);
  const heading = h("h1", null, title);
  const shown =
    answer instanceof Error
      ? [heading, empty(lacking, sentence(answer.message), link("To Billing", "/batch"))]
      : [
          h(
            "div",
            { class: "head" },
            heading,
            h("p", { class: "muted facts" }, link(`Batch ${answer.batch}`, `/batch/${answer.batch}`), facts(answer)),
          ),
          draw(answer),
        ];
  return { title, element: h("section", null, shown) };
}
