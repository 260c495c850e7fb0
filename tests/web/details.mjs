// Batch Details as the page shows them: {"Bills To Create": "1", …, "Total": "1,650.00 USD"}.
export function details(page) {
  return page.locator("aside.batch-details dl.details > div").evaluateAll((rows) => Object.fromEntries(rows.map((row) => {
    const value = row.querySelector("dd").cloneNode(true);
    value.querySelector(".gap")?.remove();
    return [row.querySelector("dt").textContent, value.textContent.trim()];
  })));
}

export function gaps(page) {
  return page.locator("aside.batch-details dl.details > div").evaluateAll((rows) => Object.fromEntries(rows
    .filter((row) => row.querySelector(".gap")).map((row) => [row.querySelector("dt").textContent, row.querySelector(".gap").textContent.trim()])));
}
