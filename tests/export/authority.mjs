// A sign-in server (OAuth 2, code flow) that agrees at once: codes once, redirect addresses compared, PKCE where the request has it, a
// secret where the client has one, refresh tokens that rotate and die, access tokens that expire.
import { createHash, randomBytes } from "node:crypto";
import { answer } from "./double.mjs";

const made = (what) => `${what}-${randomBytes(18).toString("base64url")}`;
const s256 = (text) => createHash("sha256").update(text).digest("base64url");

export class Authority {
  // client: { id, secret (null: a public one, which PKCE must protect), redirects: patterns }. paths: authorize, token, revoke.
  // settings, which tests change: access_seconds, refresh_seconds, rotate, grace (the old refresh token still works), deny.
  constructor(client, paths, settings, extra = () => ({}), tokenExtra = () => ({})) {
    Object.assign(this, { client, paths, settings, extra, tokenExtra });
    Object.assign(this, { codes: new Map(), access: new Map(), refresh: new Map(), count: { codes: 0, refreshes: 0, refused: 0 } });
  }

  sort({ path }) { return path === this.paths.authorize ? "authorize" : path === this.paths.token ? "token" : "revoke"; }
  owns({ path }) { return Object.values(this.paths).includes(path); }
  answer(request) { return this[this.sort(request)](request); }

  authorize({ query }) {
    const redirect = query.get("redirect_uri") ?? "";
    const wrong = query.get("client_id") !== this.client.id ? "unknown client"
      : !this.client.redirects.some((pattern) => pattern.test(redirect)) ? "redirect_uri is not registered"
        : query.get("response_type") !== "code" ? "response_type" : !query.get("state") ? "no state"
          : !this.client.secret && query.get("code_challenge_method") !== "S256" ? "PKCE is needed" : null;
    if (wrong) return answer(400, { error: "invalid_request", error_description: wrong });
    const to = new URL(redirect);
    to.searchParams.set("state", query.get("state"));
    if (this.settings.deny) to.searchParams.set("error", "access_denied");
    else {
      const code = made("code");
      this.codes.set(code, { redirect, challenge: query.get("code_challenge"), scope: query.get("scope") });
      to.searchParams.set("code", code);
      for (const [name, value] of Object.entries(this.extra())) to.searchParams.set(name, value);
    }
    return answer(302, "", { location: to.href });
  }

  knows({ headers }, form) {
    if (!this.client.secret) return form.get("client_id") === this.client.id;
    const { id, secret } = this.client; // as the standard says (RFC 6749, 2.3.1), or as clients without it write it
    return [[id, secret], [id, secret].map(encodeURIComponent)].some((pair) =>
      headers.authorization === `Basic ${Buffer.from(pair.join(":")).toString("base64")}`);
  }

  token(request) {
    const form = new URLSearchParams(request.text);
    const refused = (error, status = 400) => { this.count.refused++; return answer(status, { error }); };
    if (request.method !== "POST" || !/^application\/x-www-form-urlencoded/.test(request.headers["content-type"] ?? "")) {
      return refused("invalid_request");
    }
    if (!this.knows(request, form)) return refused("invalid_client", 401);
    if (form.get("grant_type") === "authorization_code") return this.exchange(form, refused);
    if (form.get("grant_type") === "refresh_token") return this.renew(form, refused);
    return refused("unsupported_grant_type");
  }

  exchange(form, refused) {
    const code = this.codes.get(form.get("code"));
    this.codes.delete(form.get("code"));
    if (!code || code.redirect !== form.get("redirect_uri")) return refused("invalid_grant");
    if (code.challenge && s256(form.get("code_verifier") ?? "") !== code.challenge) return refused("invalid_grant");
    this.count.codes++;
    return this.grant({ scope: code.scope, live: true });
  }

  // A refresh token that is used twice kills its grant, as those do who take it for stolen; within the grace it does not.
  renew(form, refused) {
    const old = this.refresh.get(form.get("refresh_token"));
    if (!old?.grant.live || Date.now() > old.until) return refused("invalid_grant");
    if (old.used && !this.settings.grace) { old.grant.live = false; return refused("invalid_grant"); }
    this.count.refreshes++;
    if (!this.settings.rotate) return this.grant(old.grant, form.get("refresh_token"));
    old.used = true;
    return this.grant(old.grant);
  }

  grant(grant, refresh = made("refresh")) {
    const access = made("access"), seconds = this.settings.access_seconds, days = this.settings.refresh_seconds;
    this.access.set(access, { grant, until: Date.now() + seconds * 1000 });
    this.refresh.set(refresh, { grant, until: Date.now() + days * 1000 });
    return answer(200, { token_type: "bearer", access_token: access, expires_in: seconds, refresh_token: refresh,
      ...this.tokenExtra(days) },
      { "cache-control": "no-store" });
  }

  revoke(request) {
    const token = new URLSearchParams(request.text).get("token") ?? JSON.parse(request.text || "{}").token;
    const found = this.refresh.get(token) ?? this.access.get(token);
    if (found) found.grant.live = false;
    return answer(found ? 200 : 400, "");
  }

  // Whether the request carries a token that lives.
  permits({ headers }) {
    const found = this.access.get((headers.authorization ?? "").replace(/^Bearer /i, ""));
    return !!found && found.grant.live && Date.now() < found.until;
  }
  state() { return { codes: this.codes, access: this.access, refresh: this.refresh, count: this.count }; }
  expire() { for (const token of this.access.values()) token.until = 0; }
  forget() { for (const token of this.refresh.values()) token.grant.live = false; }
}
