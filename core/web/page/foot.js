// The foot of a long list, always in sight: sums of what is shown and of what of it is selected, by currency.
import { h } from "./dom.js";
import { shown } from "./money.js";

export class Foot {
  constructor(foot) {
    this.foot = foot;
  }

  update({ matching, all, sums }) {
    const rows = Object.entries(sums?.matching ?? {});
    const label = matching === all ? "All contracts" : "Contracts shown";
    this.foot.replaceChildren(
      ...rows.map(([currency, sum]) =>
        h(
          "tr",
          { role: "row", class: "sum" },
          h("td", { role: "gridcell", colspan: 5, class: "label" }, label),
          h(
            "td",
            { role: "gridcell", class: "num total", data: { label: "Total Balance" } },
            shown(sum.total),
            h("span", { class: "cur" }, ` ${currency}`),
          ),
          h(
            "td",
            { role: "gridcell", class: "num selected", data: { label: "Selected Balance" } },
            shown(sum.selected),
            h("span", { class: "cur" }, ` ${currency}`),
          ),
          h("td", { role: "gridcell", class: "more" }),
        ),
      ),
    );
  }
}
