#!/usr/bin/env bash
# README.md to its end: signing in to QuickBooks Online by a browser, the batch delivered, the message; against a server like it. Once
# command by command, once at the prompt in a terminal: story.sh [--write] renews what README.md shows of that.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/targets.sh"
serve quickbooks fake-quickbooks.mjs

# A browser: it opens the address and agrees, as a person would.
mkdir browser
printf '#!/bin/sh\nexec "%s" "%s" "$1" --open >>"%s" 2>&1\n' "$node" "$root/tests/export/agree.mjs" "$folder/browser.log" >browser/xdg-open
chmod +x browser/xdg-open
export DISPLAY=:0 PATH="$folder/browser:$PATH"
cat >prepare.sh <<END
printf 's3cr3t/+&' >client-secret.txt
{
  billet config set export.quickbooks-online.authorize_url $quickbooks/connect/oauth2
  billet config set export.quickbooks-online.token_url $quickbooks/oauth2/v1/tokens/bearer
  billet config set export.quickbooks-online.api_url '$quickbooks/v3/company/{company}/'
  billet config set export.quickbooks-online.redirect_uri http://localhost:$(free_port)/callback
} >/dev/null
END
python3 "$root/tests/docs.py" "$billet" --target "sh $folder/prepare.sh" "$root/README.md" >told
sed "\$d" told
[[ $(tail -n 1 told) =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || bad "README.md: $(cat told)"
passed=$((passed + ${BASH_REMATCH[1]:-0})) failed=$((failed + ${BASH_REMATCH[2]:-0}))
booked "the story's invoice is there" "$quickbooks" '[(i["DocNumber"], "%.2f" % float(i["TotalAmt"])) for i in l["Invoice"]]' \
  "[('1', '1875.80')]"

serve other fake-quickbooks.mjs
QUICKBOOKS=$other REDIRECT=http://localhost:$(free_port)/callback python3 "$root/tests/transcript.py" "$billet" "$@" >out 2>err
status=$?
exits "the story at the prompt" 0
[ "$status" -eq 0 ] || tail -n 40 err
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
