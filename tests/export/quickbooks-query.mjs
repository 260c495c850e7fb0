// QuickBooks Online's query language, as far as its documents go: select, where with and, in, like, comparisons, order, pages.
import { refuse } from "./quickbooks-books.mjs";

const wrong = (detail) => refuse(400, "4000", "Error parsing query", `QueryParserError: ${detail}`);
const token = /\s*(?:('(?:[^'\\]|\\.)*')|(<=|>=|!=|[=<>(),*])|([A-Za-z0-9_.:+-]+))/y;

function tokens(text) {
  const found = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (!match) throw wrong(`Encountered " ${text.slice(0, 40)}`);
    if (match[1]) found.push({ text: match[1].slice(1, -1).replace(/\\(.)/g, "$1"), quoted: true });
    else found.push({ text: match[2] ?? match[3] });
  }
  return found;
}

class Reader {
  constructor(text) { this.list = tokens(text); this.at = 0; }
  word() { return this.list[this.at]?.quoted ? "" : (this.list[this.at]?.text ?? "").toLowerCase(); }
  take(expected) {
    if (expected && this.word() !== expected) throw wrong(`expected ${expected}, found ${this.list[this.at]?.text ?? "the end"}`);
    if (this.at >= this.list.length) throw wrong("it ends too early");
    return this.list[this.at++];
  }
  takes(word) { if (this.word() !== word) return false; this.at++; return true; }
}

function condition(reader) {
  const field = reader.take().text, operator = reader.take().text.toLowerCase();
  if (!["=", "<", ">", "<=", ">=", "!=", "in", "like"].includes(operator)) throw wrong(`no operator ${operator}`);
  if (operator !== "in") return { field, operator, values: [reader.take().text] };
  reader.take("(");
  const values = [reader.take().text];
  while (reader.takes(",")) values.push(reader.take().text);
  reader.take(")");
  return { field, operator, values };
}

export function parsed(text) {
  const reader = new Reader(text);
  reader.take("select");
  const query = { count: reader.takes("count"), where: [], start: 1, most: 100 };
  if (query.count) { reader.take("("); reader.take("*"); reader.take(")"); } else {
    do reader.take(); while (reader.takes(","));
  }
  reader.take("from");
  query.entity = reader.take().text;
  if (reader.takes("where")) do query.where.push(condition(reader)); while (reader.takes("and"));
  if (reader.takes("or")) throw wrong("OR is not supported");
  if (reader.takes("orderby") || (reader.takes("order") && reader.take("by"))) {
    query.order = reader.take().text;
    query.descending = reader.takes("desc") || (reader.takes("asc") && false);
  }
  if (reader.takes("startposition")) query.start = Number(reader.take().text);
  if (reader.takes("maxresults")) query.most = Number(reader.take().text);
  if (reader.at < reader.list.length) throw wrong(`Encountered ${reader.list[reader.at].text}`);
  if (!(query.most >= 1 && query.most <= 1000)) throw wrong("maxresults is 1 to 1000");
  return query;
}

const at = (row, field) => field.split(".").reduce((value, name) => value?.[name], row);
function compares(value, { operator, values: [wanted], values }) {
  const text = value && typeof value === "object" ? String(value.value) : String(value ?? "");
  if (operator === "in") return values.includes(text);
  if (operator === "=") return text.toLowerCase() === wanted.toLowerCase(); // names are compared without case
  if (operator === "!=") return text !== wanted;
  if (operator === "like") {
    const pattern = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%", ".*");
    return new RegExp(`^${pattern}$`, "i").test(text);
  }
  const date = /^\d{4}-\d\d-\d\dT/.test(wanted), order = date ? Date.parse(text) - Date.parse(wanted)
    : isNaN(wanted) || isNaN(text) ? (text < wanted ? -1 : text > wanted ? 1 : 0) : Number(text) - Number(wanted);
  return { "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0 }[operator];
}

// The rows of a query over those of its entity; what is not active is left out where the query does not ask for it.
export function selected(rows, query, fields) {
  for (const { field } of query.where) {
    if (!fields.has(field.split(".")[0])) throw refuse(400, "4001", "Invalid query", `property '${field}' not found`);
  }
  const asks = query.where.some(({ field }) => field === "Active");
  const found = rows.filter((row) => (asks || row.Active !== false) && query.where.every((one) =>
    one.field === "Active" ? one.values.some((v) => String(row.Active !== false) === v.toLowerCase()) : compares(at(row, one.field), one)));
  if (query.order) found.sort((a, b) => (at(a, query.order) < at(b, query.order) ? -1 : 1) * (query.descending ? -1 : 1));
  return query.count ? found.length : found.slice(query.start - 1, query.start - 1 + query.most);
}
