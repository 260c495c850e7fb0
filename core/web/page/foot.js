// The foot of a long list, always in sight: sums of what is shown, by currency.
import { h } from "./dom.js";
import { shown } from "./money.js";

export class Foot {
  // columns: how many stand before the sums; sums: [name in the answer, class, title]; after: how many stand behind.
  constructor(foot, { columns, sums, after, label }) {
    Object.assign(this, { foot, columns, sums, after, label });
  }

  update({ matching, all, sums }) {
    const rows = Object.entries(sums?.matching ?? {});
    this.foot.replaceChildren(...rows.map(([currency, sum]) => this.row(currency, sum, matching === all)));
  }

  row(currency, sum, all) {
    const cell = ([name, kind, title]) =>
      h(
        "td",
        { role: "gridcell", class: `num ${kind}`, data: { label: title } },
        name ? [shown(sum[name]), h("span", { class: "cur" }, ` ${currency}`)] : null,
      );
    return h(
      "tr",
      { role: "row", class: "sum" },
      h("td", { role: "gridcell", colspan: this.columns, class: "label" }, `${all ? "All" : "Shown"} ${this.label}`),
      this.sums.map(cell),
      h("td", { role: "gridcell", class: "more", colspan: this.after }),
    );
  }
}
