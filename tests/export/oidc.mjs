// A sign-in server that other people wrote and certified, oidc-provider: oidc.mjs [PORT-FILE [PORT]]. A public client with PKCE and one
// with
// a secret; refresh tokens rotate, and one that is used twice kills its grant. Of our own is only POST /_alive: does the token in the body
// live? and GET /_counts. The other half, agree.mjs, does what a person would do in a browser.
import { createServer } from "node:http";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { default: Provider } = await import(pathToFileURL(join(process.env.NODE_FOLDER, "node_modules/oidc-provider/lib/index.js")));
const redirects = ["http://localhost:8765/callback", ...(process.env.REDIRECT ? [process.env.REDIRECT] : [])];
const seconds = Number(process.env.ACCESS_SECONDS ?? 1800);

const server = createServer();
await new Promise((done) => server.listen(Number(process.argv[3] ?? 0), "127.0.0.1", done));
const { port } = server.address();
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    { client_id: "the-app", token_endpoint_auth_method: "none", application_type: "native", redirect_uris: redirects,
      grant_types: ["authorization_code", "refresh_token"] },
    { client_id: "the-secret-app", client_secret: "s3cr3t/+&", application_type: "native", redirect_uris: redirects,
      grant_types: ["authorization_code", "refresh_token"], token_endpoint_auth_method: "client_secret_basic" },
  ],
  scopes: ["openid", "offline_access", "profile", "email", "accounting.transactions", "accounting.contacts", "accounting.settings",
    "accounting.settings.read", "accounting.invoices", "accounting.payments", "accounting.contacts.read", "accounting.payments.read",
    "accounting.transactions.read", "com.intuit.quickbooks.accounting"],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  ttl: { AccessToken: seconds, RefreshToken: 5184000, Session: 3600, Grant: 5184000, Interaction: 600, AuthorizationCode: 60,
    IdToken: 3600 },
  cookies: { keys: ["of the tests alone"] },
  features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
});
const count = { grants: 0, refused: 0, revoked: 0 };
provider.on("grant.success", () => count.grants++);
provider.on("grant.error", () => count.refused++);
provider.on("grant.revoked", () => count.revoked++);

const handle = provider.callback();
server.on("request", async (request, response) => {
  if (request.url === "/_counts") return response.end(JSON.stringify(count));
  if (request.url !== "/_alive") return handle(request, response);
  let token = "";
  for await (const part of request) token += part;
  const found = token && await provider.AccessToken.find(token);
  response.writeHead(found?.isValid ? 200 : 401);
  response.end();
});
if (process.argv[2]) { writeFileSync(`${process.argv[2]}.part`, String(port)); renameSync(`${process.argv[2]}.part`, process.argv[2]); }
