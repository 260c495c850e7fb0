// What a person does in a browser to sign in: agree.mjs ADDRESS [--open]. Goes through the forms of the sign-in server, with its cookies,
// until it sends back; prints the address to which it sends, and with --open asks for that too, as the browser would.
const [address, open] = process.argv.slice(2);
const cookies = new Map();
let at = new URL(address), form = null;
const origin = at.origin;

for (let step = 0; step < 20; step++) {
  const answer = await fetch(at, { method: form ? "POST" : "GET", redirect: "manual", body: form,
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (value) cookies.set(name, value); else cookies.delete(name);
  }
  form = null;
  const location = answer.headers.get("location");
  if (location) {
    at = new URL(location, at);
    if (at.origin !== origin || at.searchParams.has("code") || at.searchParams.has("error")) break;
    continue;
  }
  const page = await answer.text(), action = /<form[^>]*action="([^"]+)"/.exec(page);
  if (!action) { console.error(`${answer.status}: ${page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 600)}`); process.exit(1); }
  at = new URL(action[1], at);
  form = new URLSearchParams([...page.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, k, v]) => [k,
    v]));
  if (/name="login"/.test(page)) { form.set("login", "msp"); form.set("password", "x"); }
}
console.log(at.href);
if (open) {
  const answer = await fetch(at, { redirect: "manual" });
  if (!answer.ok) { console.error(`${answer.status} of ${at.origin}${at.pathname}`); process.exit(1); }
}
