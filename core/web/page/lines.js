// A long list as lines: rows that the server sends in windows, and below an open row its children. A line has a number,
// whether or not its row is here.

export const WINDOW = 60;

export class Lines {
  constructor(keyOf) {
    this.keyOf = keyOf;
    this.matching = 0;
    this.chunks = new Map();
    this.opened = [];
  }

  count() {
    return this.matching + this.opened.reduce((sum, o) => sum + o.children.length, 0);
  }

  // What line i shows: {n, row} or {n, row, child, at, of}; row is null where it did not come yet.
  at(i) {
    let before = 0;
    for (const open of this.opened) {
      const head = open.n + before;
      if (i <= head) break;
      if (i <= head + open.children.length) {
        const at = i - head - 1;
        return { n: open.n, row: this.row(open.n), child: open.children[at], at, of: open.children.length };
      }
      before += open.children.length;
    }
    return { n: i - before, row: this.row(i - before) };
  }

  row(n) {
    return this.chunks.get(Math.floor(n / WINDOW))?.[n % WINDOW] ?? null;
  }

  // The line of row n.
  lineOf(n) {
    return this.opened.reduce((line, o) => line + (o.n < n ? o.children.length : 0), n);
  }

  isOpen(key) {
    return this.opened.find((o) => o.key === key);
  }

  // Opens a row where it stands now; false where it is not here.
  open(key, children) {
    const n = this.numberOf(key);
    if (n === null) return false;
    this.close(key);
    this.opened.push({ key, n, children });
    this.opened.sort((a, b) => a.n - b.n);
    return true;
  }

  numberOf(key) {
    for (const [chunk, rows] of this.chunks) {
      const i = rows.findIndex((row) => this.keyOf(row) === key);
      if (i >= 0) return chunk * WINDOW + i;
    }
    return null;
  }

  // Other children of a row that is open; without any it is closed.
  renew(key, children) {
    const open = this.isOpen(key);
    if (open && children) open.children = children;
    else this.close(key);
  }

  close(key) {
    this.opened = this.opened.filter((o) => o.key !== key);
  }

  // The windows that rows first to last lie in and that are not here.
  missing(first, last) {
    const list = [];
    for (let c = Math.floor(first / WINDOW); c <= Math.floor(Math.max(first, last) / WINDOW); c++) {
      if (!this.chunks.has(c) && c * WINDOW < Math.max(1, this.matching)) list.push(c);
    }
    return list;
  }

  // Takes a window that came. Rows that are open may stand elsewhere now; those that should be here and are not are closed.
  take(chunk, rows, matching) {
    this.matching = matching;
    this.chunks.set(chunk, rows);
    const from = chunk * WINDOW,
      places = new Map(rows.map((row, i) => [this.keyOf(row), from + i]));
    this.opened = this.opened.filter((o) => places.has(o.key) || o.n < from || o.n >= from + WINDOW);
    for (const open of this.opened) if (places.has(open.key)) open.n = places.get(open.key);
    this.opened = this.opened.filter((o) => o.n < matching).sort((a, b) => a.n - b.n);
  }
}
