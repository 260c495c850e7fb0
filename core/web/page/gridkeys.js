// The keys and clicks of a treegrid: arrows move, Space takes, right opens, Shift takes all between.

export class GridKeys {
  constructor(grid) {
    this.grid = grid;
    this.from = null;
    grid.table.addEventListener("keydown", (event) => {
      if (this.pressed(event)) event.preventDefault();
    });
    grid.table.addEventListener("click", (event) => this.clicked(event));
    grid.table.addEventListener("focusin", (event) => this.focused(event));
  }

  focused(event) {
    const row = event.target.closest("tr.line");
    if (!row || this.grid.active === row.dataset.key) return;
    this.grid.active = row.dataset.key;
    this.grid.rove();
  }

  clicked(event) {
    const i = this.grid.lineOfElement(event.target);
    if (i === null) return;
    const part = event.target.closest("[data-part]")?.dataset.part;
    if (part === "open") this.grid.flip(this.grid.lines.at(i));
    else if (part === "box") this.take(i, event.target.checked, event.shiftKey);
    else if (!part && event.target.matches("td") && event.target.querySelector("[data-part=box]"))
      this.box(i, event.shiftKey); // beside a box is near enough
    else if (!part && !event.target.closest("a, button"))
      event.target.closest("tr.line").focus({ preventScroll: true });
  }

  // A box was switched; with Shift, all rows since the last one go the same way.
  take(i, on, between) {
    const line = this.grid.lines.at(i);
    if (!line.row) return;
    const from = between && this.from !== null && !line.child ? this.from : null;
    if (!line.child) this.from = line.n;
    this.grid.how.toggle?.(line, on, from === null ? null : { from: Math.min(from, line.n), to: Math.max(from, line.n) });
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return false;
    const i = this.here(event.target);
    if (i === null) return false;
    return this.move(event, i) || this.act(event, i);
  }

  // The line of the focus; where its row was scrolled away, the line that had it.
  here(target) {
    const i = this.grid.lineOfElement(target);
    if (i !== null || target !== this.grid.table) return i;
    for (let line = 0; line < this.grid.lines.count(); line++) {
      if (this.grid.keyOf(this.grid.lines.at(line)) === this.grid.active) return line;
    }
    return 0;
  }

  move(event, i) {
    const page = Math.max(1, Math.floor(window.innerHeight / this.grid.height) - 3),
      last = this.grid.lines.count() - 1;
    const to = {
      ArrowDown: i + 1,
      j: i + 1,
      ArrowUp: i - 1,
      k: i - 1,
      PageDown: i + page,
      PageUp: i - page,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return false;
    const aim = Math.max(0, Math.min(last, to));
    this.grid.focusLine(aim, event.target.dataset.part);
    if (event.shiftKey && event.key.startsWith("Arrow")) this.extend(i, aim);
    return true;
  }

  extend(i, aim) {
    if (this.from === null) this.from = this.grid.lines.at(i).n;
    this.take(aim, true, true);
  }

  act(event, i) {
    const line = this.grid.lines.at(i),
      onRow = event.target.matches("tr");
    if (!line.row) return false;
    if (event.key === "ArrowRight" || (event.key === "Enter" && onRow && this.grid.how.opens)) return this.right(line, i);
    if (event.key === "ArrowLeft") return this.left(line);
    if (event.key === "x" || (event.key === " " && onRow)) return this.box(i, event.shiftKey);
    if (event.key === " " && event.shiftKey && event.target.dataset.part === "box") return this.box(i, true);
    return Boolean(this.grid.how.key?.(event.key, line));
  }

  right(line, i) {
    if (line.child || !this.grid.how.opens?.(line.row)) return true;
    if (this.grid.lines.isOpen(this.grid.how.keyOf(line.row))) this.grid.focusLine(i + 1);
    else this.grid.openRow(line);
    return true;
  }

  left(line) {
    if (line.child) this.grid.focusLine(this.grid.lines.lineOf(line.n));
    else this.grid.closeRow(line);
    return true;
  }

  box(i, between) {
    const row = this.grid.body.querySelector(`tr[data-line="${i}"]`),
      box = row?.querySelector("[data-part=box]");
    if (!box || box.disabled) return true;
    box.checked = !box.checked;
    this.take(i, box.checked, between);
    return true;
  }
}
