// The least that a page can do on the same server: one file that asks the same questions and shows the answers plainly.
const batch = location.pathname.split("/")[2], table = document.querySelector("table"), details = document.querySelector("output");

function cell(content) {
  const td = document.createElement("td");
  td.append(content);
  return td;
}

function put(row, kind) {
  const tr = document.createElement("tr");
  tr.className = kind;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: row.state === "selected" });
  box.dataset.part = "box";
  box.onclick = () => run(["batch", box.checked ? "select" : "deselect", row.contract]);
  const more = Object.assign(document.createElement("button"), { textContent: "items" });
  more.onclick = async () => {
    const { items } = await command(["batch", "expand", row.contract]);
    items.forEach((item) => table.append(put(item, "line item")));
  };
  more.dataset.part = "open";
  const names = ["customer_name", "contract_name", "contract_type", "total_balance", "selected_balance"],
    texts = names.map((name) => cell(row[name] ?? ""));
  tr.append(cell(box), cell(more), ...texts);
  return tr;
}

async function rows(query) {
  const answer = await (await fetch(`/batch/${batch}/contracts?count=60&${query}`)).json();
  details.textContent = JSON.stringify(answer.details);
  table.replaceChildren(...answer.rows.map((row) => put(row, `line ${row.state}`)));
}

async function command(words) {
  const headers = { "Content-Type": "application/json", "X-Billet": "page" };
  const body = JSON.stringify({ words: [...words, "--batch", batch, "--brief"] });
  const answer = await fetch("/command", { method: "POST", headers, body });
  return answer.json();
}

async function run(words) {
  details.textContent = JSON.stringify((await command(words)).details);
}

document.getElementById("middle").onclick = () => rows("from=20000");
document.getElementById("text").oninput = (event) => rows(`text=${event.target.value}`);
document.getElementById("all").onclick = async (event) => {
  event.target.on = !event.target.on;
  await run(["batch", ...(event.target.on ? ["select", "--matching"] : ["deselect", "--all"])]);
};
if (batch) rows("from=0");
