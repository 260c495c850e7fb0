// Starts the page: its addresses, the shell, the keys, what the server tells.
import { isNews, listen, openEvents, Refused, sawRev, settled, isSettled } from "./api.js";
import { batchView } from "./batch.js";
import { batchesView } from "./batches.js";
import { asked } from "./early.js";
import { startKeys } from "./keys.js";
import { notHere } from "./refusals.js";
import { refresh, setRoutes, show, startRouter } from "./router.js";
import { complain, lookBack, quiet, say, drawShell } from "./shell.js";
import { showWork } from "./working.js";

// A view that fails to come says why, where it would stand.
function safely(view) {
  return async (place) => {
    try {
      return await view(place);
    } catch (failure) {
      if (!(failure instanceof Refused)) console.error(failure);
      const hint =
        failure.status === 401 ? "Reload this page to sign in, or open the address that billet serve printed." : failure.hint;
      return notHere(failure.message, hint);
    }
  };
}

// Views whose modules come once the first rows are there, or when one of them is asked for before.
const later = new Set();

function come(file, view) {
  later.add(file);
  return async (place) => (await import(`./${file}.js`))[view](place);
}

const lost = async () => notHere("This address is no place of the page.");

setRoutes(
  [
    ["", batchesView],
    ["/batch", batchesView],
    ["/batch/:batch", batchView],
    ["/batch/:batch/drafts", batchView],
    ["/invoices", come("invoices", "invoicesView")],
    ["/invoice/:invoice", come("invoice", "invoiceView")],
    ["/customer/:customer", come("customer", "customerView")],
    ["/check", come("check", "checkView")],
    ["/check/:batch", come("check", "checkView")],
    ["/compare", come("compare", "compareView")],
    ["/compare/:batch", come("compare", "compareView")],
    ["/unbilled", come("unbilled", "unbilledView")],
    ["/balances", come("balances", "balancesView")],
    ["/reports", come("reports", "reportView")],
    ["/reports/:report", come("reports", "reportView")],
    ["/import", come("import", "importView")],
    ["/plugins", come("plugins", "pluginsView")],
    ["/plugins/:name", come("plugins", "pluginView")],
    ["/log", come("log", "logView")],
    ["/users", come("users", "usersView")],
    ["/export/:batch", come("export", "exportView")],
    ["/export/:batch/:target", come("export", "exportView")],
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

await asked;
startKeys();
drawShell();
if (location.pathname === "/") history.replaceState({}, "", `/batch${location.search}`);
const started = startRouter();
showWork();
openEvents();
await started;
// A server that goes away takes no view with it.
setTimeout(() => later.forEach((file) => import(`./${file}.js`).catch(() => {})), 500);
lookBack();
