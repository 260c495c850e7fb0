// Starts the page: its addresses, the shell, the keys, what the server tells.
import { isNews, listen, openEvents, sawRev, settled, isSettled } from "./api.js";
import { balancesView } from "./balances.js";
import { batchView } from "./batch.js";
import { batchesView } from "./batches.js";
import { checkView } from "./check.js";
import { compareView } from "./compare.js";
import { exportView } from "./export.js";
import { importView } from "./import.js";
import { invoiceView } from "./invoice.js";
import { invoicesView } from "./invoices.js";
import { startKeys } from "./keys.js";
import { logView } from "./log.js";
import { lookWhoAsks } from "./me.js";
import { customerView } from "./customer.js";
import { pluginView, pluginsView } from "./plugins.js";
import { notHere } from "./refusals.js";
import { reportView } from "./reports.js";
import { refresh, setRoutes, show, startRouter } from "./router.js";
import { complain, lookBack, quiet, say, drawShell, fillShell } from "./shell.js";
import { unbilledView } from "./unbilled.js";
import { usersView } from "./users.js";

// A view that fails to come says why, where it would stand.
function safely(view) {
  return async (place) => {
    try {
      return await view(place);
    } catch (failure) {
      console.error(failure);
      const hint =
        failure.status === 401 ? "Reload this page to sign in, or open the address that billet serve printed." : failure.hint;
      return notHere(failure.message, hint);
    }
  };
}

const lost = async () => notHere("This address is no place of the page.");

setRoutes(
  [
    ["", batchesView],
    ["/batch", batchesView],
    ["/batch/:batch", batchView],
    ["/batch/:batch/drafts", batchView],
    ["/invoices", invoicesView],
    ["/invoice/:invoice", invoiceView],
    ["/customer/:customer", customerView],
    ["/check", checkView],
    ["/check/:batch", checkView],
    ["/compare", compareView],
    ["/compare/:batch", compareView],
    ["/unbilled", unbilledView],
    ["/balances", balancesView],
    ["/reports", reportView],
    ["/reports/:report", reportView],
    ["/import", importView],
    ["/plugins", pluginsView],
    ["/plugins/:name", pluginView],
    ["/log", logView],
    ["/users", usersView],
    ["/export/:batch", exportView],
    ["/export/:batch/:target", exportView],
    ["/nowhere", lost],
  ].map(([pattern, view]) => [pattern, safely(view)]),
);

let wasClosed = false;

// What another tab, the command line or the REPL changed is shown at once.
async function changedElsewhere(data) {
  // The answer to a command of this page comes before or after its echo; what it leads to begins just after it.
  for (let quiet = false; !quiet; ) {
    await settled();
    await new Promise((done) => setTimeout(done, 30));
    quiet = isSettled();
  }
  if (!isNews(data)) return;
  sawRev(data.rev);
  await refresh({ what: data.what });
  lookBack();
  say(`Changed elsewhere: ${data.what}${data.who ? ` by ${data.who}` : ""}`);
}

// A lost connection is said; so is its end, with what the book has then.
function lostOrFound(kind) {
  if (kind === "closed" && !wasClosed) {
    wasClosed = true;
    complain({
      message: "The server is not there.",
      hint: "What you see may be old. Each change is made whole or not at all; the page looks again by itself.",
    });
  }
  if (kind === "open" && wasClosed) {
    wasClosed = false;
    quiet();
    show({ scroll: window.scrollY });
    lookBack();
    say("The server is there again: this is what the book has now.");
  }
}

listen((kind, data) => {
  if (kind === "changed") changedElsewhere(data).catch(complain);
  else lostOrFound(kind);
});

await lookWhoAsks();
startKeys();
drawShell();
if (location.pathname === "/") history.replaceState({}, "", `/batch${location.search}`);
startRouter().then(fillShell);
openEvents();
