#!/usr/bin/env bash
# Writing plugins and rules of one's own: scaffolds, check, test with the properties of all plugins, rules of a book, mutations.
. "$(dirname "$0")/shell/book.sh"

hides() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }

# A plugin named fee in fee.lua: FIELDS are those of the plugin, EXAMPLE those of its one example.
fee() { # FIELDS [EXAMPLE]
  local example=${2-'as_of = "2026-06-01", invoices = { { subtotal = "80.00" } }'}
  cat >fee.lua <<LUA
-- A fee.
return contract {
  name = "fee", api = 1,
  $1,
  examples = {
    {
      title = "two months",
      data = {
        customers = { { id = "c", name = "C" } },
        taxes = { { name = "GST", rule = "percent", params = { rate = "10%", rounding = "document" } } },
        contracts = { { id = "k1", customer = "c", name = "K", type = "fee", start = "2026-04-01", params = { fee = "40.00" } } },
        tickets = { { id = "T1", customer = "c", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 30 },
          { id = "e2", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        },
      },
      $example,
    },
  },
}
LUA
}
include='closes = function(c, period, bill) bill:include(period:work()) end'
opens='opens = function(c, period, bill) bill:line { "Fee", price = c.fee } end'
params='params = { fee = money { doc = "a fee" } }'

scaffolds() {
  local kind
  run init --zone America/New_York
  for kind in contract price-rule tax-rule exporter delivering-exporter invoice-template check; do
    run plugin new "$kind" "my-$kind"; exits "new $kind" 0; says "new $kind" out "plugins/my-$kind.lua"
    says "new $kind says what to do next" out "billet plugin test my-$kind"
    run plugin check "my-$kind" --json; exits "check my-$kind" 0; holds_json "my-$kind" out 'd["result"] == "sound" and d["examples"] >= 5'
    run plugin test "my-$kind"; exits "test my-$kind" 0; says "test my-$kind" out "5 passed, 0 failed"
  done
  cp plugins/my-contract.lua before.lua
  refuses "a plugin that is there" "is left as it is" plugin new contract my-contract
  if cmp -s before.lua plugins/my-contract.lua; then ok; else bad "a plugin that is there was changed"; fi
  refuses "the name of a shipped one" "there is a plugin \"retainer\" already" plugin new contract retainer
  refuses "a name with a blank" "site-visit would do" plugin new contract "Site Visit"
  refuses "a name with a path" "cannot be a plugin's name" plugin new contract ../evil
  refuses "a name of digits" "a letter first" plugin new contract 24x7
  refuses "an empty name" "cannot be a plugin's name" plugin new contract ""
  run plugin new contrac x; exits "a wrong kind" 2; says "a wrong kind" err "plugin new contract NAME"
  run plugin new contract; exits "no name" 2
  run plugin new tax-rule other --output elsewhere; exits "--output" 0; says "--output" out "billet plugin check elsewhere/other.lua"
  run plugin test elsewhere/other.lua; exits "a plugin by path" 0
  printf '{"customers":[{"id":"c","name":"C"}],"contracts":[{"id":"m","customer":"c","name":"M","type":"my-contract","start":"2026-04-01",
    "params":{"fee":"12.00","rate":"1"}}]}' >m.json
  run import m.json; exits "a contract of a new type" 0
  run batch new --as-of 2026-05-01 --json; holds_json "a contract of a new type bills" out 'd["contracts"][0]["total_balance"] == "12.00"'
  rm -r plugins
}

# Slips of the pen in a plugin that works: each is told in one line, with what was meant.
slips() {
  slip() { # SED TEXT
    cp slip.lua kept.lua; sed -i "$1" slip.lua
    if cmp -s slip.lua kept.lua; then bad "$1: changes nothing"; fi
    refuses "$1" "$2" plugin check slip.lua; cp kept.lua slip.lua
  }
  "$billet" plugin new contract slip --output . >/dev/null
  slip 's/bill:line {/bill.line {/' "slip.lua:19: bill is called with a colon, such as bill:line { … }"
  says "the same is told once" err "… and so do 4 more"
  slip 's/price = c.fee/prize = c.fee/' "slip.lua:19: bill:line: unknown field 'prize'; did you mean 'price'?"
  slip 's/price = c.fee/price = 1.5/' "price must be a decimal, an integer or a decimal's text, not a float"
  slip 's/bill:include(included)/bill:includ(included)/' "slip.lua:25: bill has no 'includ'; did you mean 'include'?"
  slip 's/period:work()/period.work()/' "slip.lua:24: period is called with a colon, such as period:work()"
  slip 's/work():covered/work().covered/' "work is called with a colon, such as period:work():covered(c)"
  slip 's/bill:include(included)/bill:include(period)/' "a set of work, such as period:work(), expected"
  slip 's/fee    = money/fee    = mony/' "slip.lua:12: 'mony' is not known here; did you mean 'money'?"
  slip 's/bill:include(included)/next(included)/' "'next' is not known here: plugins have no files"
  slip 's/local included/included/' "'other' would be a global: write \`local other\`"
  slip 's/type = "slip"/type = "slap"/' "fee: contracts:1: type: \"slap\": there is no contract type \"slap\"; did you mean \"slip\"?"
  slip 's/as_of = "2026-05-01"/as_of = "2026-05-32"/' 'as_of: "2026-05-32" is not a date'
  slip 's/minutes = 90/mintues = 90/' 'unknown column "mintues": did you mean "minutes"?'
  slip 's/covers = list .*/covers = list {},/' "slip.lua:14: params.covers: a list says of what"
  slip 's/price of an hour.*, min/&imum/' "slip.lua:13: params.rate: a money has no field 'minimum'"
  slip 's/doc = "price of each/default = 1, &/' "slip.lua:12: params.fee: default: fee: must be an amount as text"
  slip 's/{ "Slip", price/{ "x", whole = 1, price/' "slip.lua:19: bill:line: whole must be true or false"
  slip 's/return contract/local _ = contract/' "must return what a constructor makes"
}

# What an example of a delivering exporter says is held against what is asked and what is delivered.
deliveries() {
  slip() { # SED TEXT
    cp books.lua kept.lua; sed -i "$1" books.lua
    if cmp -s books.lua kept.lua; then bad "$1: changes nothing"; fi
    refuses "$1" "$2" plugin test books.lua; cp kept.lua books.lua
  }
  "$billet" plugin new delivering-exporter books --output . >/dev/null
  slip 's/ask = "POST customers"/ask = "POST customer"/' "sends[2]: expected POST customer, got POST customers"
  slip '/ask = "POST customers"/d' "sends[2]: expected POST invoices, got POST customers"
  slip '/ask = "POST invoices", answer/d' "sends: one more than expected: POST invoices"
  slip 's/^      delivered = { { invoice = "1", state = "delivered" } },/delivered = { { invoice = "1", state = "unknown" } },/' \
    "delivered[1].state: expected unknown, got delivered"
  slip 's/{ ask = "POST invoices", status = 502 },/&{ ask = "GET other" },/' "sends[3]: expected GET other, got GET invoices"
  slip 's/net = "500" }/net = "501" }/' "sends[3].body"
  slip 's/query = { name = "CoolRealty" }, answer/query = { nam = "CoolRealty" }, answer/' "sends[1].query"
  slip 's/status = 502/stauts = 502/' "did you mean 'status'?"
  slip 's/note = "by hand"/note = "billet {key}"/' "expected refused, got different"
  slip 's/ask = "GET customers", answer/answer/' "ask is missing"
  slip 's/api_url = /api_ulr = /' "did you mean 'api_url'?"
  slip 's/t.id("customer", invoice.customer)/1.5/' "a float where an integer or text is needed"
}

checks() {
  fee "$params, opnes = 1"
  refuses "an unknown field" "fee.lua:4: a contract type has no field 'opnes'; did you mean 'opens'?" plugin check fee.lua
  fee "$params, opens = 1"; refuses "a wrong type" "fee.lua:4: contract type: 'opens' must be a function, not a number" plugin check fee.lua
  fee "$params, $opens"; sed -i 's/ api = 1,//' fee.lua; refuses "no api" "'api' is missing: write \`api = 1\`" plugin check fee.lua
  fee "$params, $opens"; mv fee.lua fees.lua; refuses "another name" 'named "fee" inside' plugin check fees.lua
  fee "params = { fee = money }, $opens"; refuses "a param without its type" "params.fee" plugin check fee.lua
  fee "$params, opens = function(c, period, bill) bill:line { 'Fee', price = c.fe } end, $include"
  refuses "a param by a wrong name" "billet: fee.lua:4: there is no param 'fe'; did you mean 'fee'?" plugin check fee.lua
  refuses "the same when it is met" "k1 is held: fee.lua:4: there is no param 'fe'; did you mean 'fee'?" plugin test fee.lua
  fee "$params, $include, opens = function(c, period, bill)
    local text = 'c.fe' --[[ c.fe ]] if period.days > 400 then -- c.fe
      bill:line { text, price = c.fe }
    end
    bill:line { 'Fee', price = c.fee } end"
  refuses "in a branch that no example takes" "fee.lua:6: there is no param 'fe'; did you mean 'fee'?" plugin check fee.lua
  fee "$params, $include, opens = function(c, period, bill)
    local function length(c) return #c.fe end
    bill:line { 'Fee', price = length { fe = {} } < 1 and c.fee or c.contract.no } end"
  run plugin check fee.lua; exits "another's field" 0
  fee "params = { fee = money {}, note = text { optional = true } }, $include, opens = function(c, period, bill)
    bill:line { c.note or 'Fee', price = c.fee } end"
  run plugin check fee.lua; exits "an optional param that is nil" 0; says "too few examples" out "1 example: write at least 5"
  says "an optional param that nothing sets" out "param note: no example sets it"
  fee "params = { fee = money {}, other = count { default = 1 } }, $opens, $include"
  run plugin check fee.lua; exits "a param that nothing reads" 0; says "a param that nothing reads" out "param other: no example shows that"
  hides "one that is read" out "param fee"
  fee "$params, $opens, $include" 'as_of = "2026-06-01", invoices = { { subtotal = "81.00" } }'
  refuses "an example that does not hold" "two months: invoices[1].subtotal: expected 81.00, got 80.00" plugin check fee.lua
  fee "params = { lines = list { of = record { fields = { price = money {} } } } }, opens = function(c, period, bill)
    for _, line in ipairs(c.lines) do bill:line { 'x', price = line.prize } end end"
  sed -i 's/fee = "40.00"/lines = { { price = "1" } }/' fee.lua
  refuses "a field of a record by a wrong name" "there is no param 'prize'; did you mean 'price'?" plugin check fee.lua
}

# Plugins that would bring the host down, or the engine, or hide behind an example that expects nothing.
hostile() {
  local line at='as_of = "2026-06-01", invoices = {}'
  fee "$params, parts = function() return { { type = 'fee', params = { fee = '1' } } } end" "$at"
  refuses "a type of parts that are its own" 'line "fee": a fee has lines itself' plugin check fee.lua
  fee "$params, parts = function() return { { type = 'hourly', params = { rate = '1' } }, { type = 'hourly' } } end" "$at"
  refuses "parts of one name" 'parts[2].id: "hourly" comes twice' plugin check fee.lua
  fee "$params, parts = function() return {} end" "$at"; refuses "no parts" "parts: at least one is needed" plugin check fee.lua
  fee "$params, parts = function() return { { type = 'retainer', parms = {} } } end" "$at"
  refuses "a part with a field of its own" "parts: unknown field 'parms'; did you mean 'params'?" plugin check fee.lua
  fee "$params, opens = function(c, period, bill) while c.fee do bill:line { 'Fee', price = c.fee } end end" "$at"
  refuses "lines without end" "a period has more than 10000 lines" plugin check fee.lua
  for line in "measure = 'begin'|measure must be start, end, peak, average or device-days" "least = {}|least must be a decimal" \
    "added = 1|added must be true or false" "most = 2|unknown field 'most'" "least = '99999999999999999999999999999'|period:levels"; do
    fee "$params, opens = function(c, period, bill) period:levels('users', { ${line%|*} }) end" "$at"
    refuses "${line%|*}" "${line#*|}" plugin check fee.lua
  done
  for line in "contract = { 'k' }|unknown field 'contract'; did you mean 'contracts'?" "contracts = 'k'|contracts must be a list of texts" \
    "categories = { 1 }|categories must be a list of texts"; do
    fee "$params, closes = function(c, period, bill) period:billed { ${line%|*} } end" "$at"
    refuses "${line%|*}" "${line#*|}" plugin check fee.lua
  done
  fee "$params, opens = function(c, period, bill) period:billed() end" "$at"
  refuses "what was billed of a period that opens" "known once it has closed: ask in closes" plugin check fee.lua
  fee "$params, opens = function(c, period, bill) bill:line { ('x'):rep(5000), price = c.fee } end" "$at"
  refuses "a text without end" "more than 4000 bytes" plugin check fee.lua
  fee "$params, $opens, schedule = function(c) local s = {} for i = 1, 10001 do s[i] = { key = 'k' .. i, first = i } end return s end" "$at"
  refuses "periods without end" "schedule: more than 10000" plugin check fee.lua
  fee "$params, $opens, schedule = function(c) return { { kye = 'a' } } end" "$at"
  refuses "a misspelt field of a period" "schedule: unknown field 'kye'; did you mean 'key'?" plugin check fee.lua
}

# What is wrong before anything runs: each with its line, and with what was meant.
loading() {
  wrong() { # TEXT, then a file's lines on stdin
    cat >w.lua
    refuses "${1:0:60}" "w.lua:$1" plugin check w.lua
  }
  wrong "2: api: this billet knows 1 only" <<<$'return contract { name = "w",\napi = 2, opens = function() end }'
  wrong "1: the field 'name' is missing" <<<'return contract { api = 1, opens = function() end }'
  wrong "3: is named \"v\" inside" <<<$'return contract {\napi = 1,\nname = "v", opens = function() end }'
  wrong "2: name: at most 64 small letters" <<<$'return contract { api = 1,\nname = "W w", opens = function() end }'
  wrong "2: a file makes one plugin" <<<$'local a = contract { name = "w", api = 1, opens = function() end }
return contract { name = "w", api = 1, opens = function() end }'
  wrong "2: '}' expected" <<<$'return contract { name = "w", api = 1\nopens = function() end }'
  wrong "2: attempt to index a nil value (local 'x')" <<<$'local x\nlocal y = x.z'
  wrong "1: contract type: the function 'opens' or 'closes' is missing" <<<'return contract { name = "w", api = 1 }'
  wrong "3: params: a money on this line is no param: is its name there twice?" <<<$'return contract { name = "w", api = 1, params = {
  b = text {},\n  a = money {},\n  a = text {} }, opens = function() end }'
  wrong "2: price rule: 'stage' must be minutes, price or amount; did you mean 'price'?" <<<$'return price_rule { name = "w", api = 1,
  stage = "prise", apply = function() end }'
  wrong "2: price rule: 'scope' must be entry, ticket, day or period; did you mean 'ticket'?" <<<$'return price_rule { name = "w", api = 1,
  scope = "tickets", stage = "amount", apply = function() end }'
  wrong "2: price rule: the scope of prices is entry, not day" <<<$'return price_rule { name = "w", api = 1, stage = "price",
  scope = "day", apply = function() end }'
  wrong "2: price rule: 'on' is for the stage amount" <<<$'return price_rule { name = "w", api = 1, stage = "price",
  on = "all", apply = function() end }'
  hostile
  mkdir -p plugins/d.lua; mkfifo plugins/f.lua; ln -s nowhere plugins/gone.lua; head -c 1100000 /dev/zero >plugins/big.lua
  run plugin list; exits "what is no file" 0; says "a folder" out "d.lua: is no file"; says "a pipe" out "f.lua: is no file"
  says "a link to nowhere" out "gone.lua: No such file"; says "a file that is too big" out "big.lua: a plugin file has at most 1 MiB"
  run batch list; exits "nothing else fails for them" 0
  refuses "a plugin that is no file" "f.lua: is no file" plugin show f
  refuses "a path to no file" "nothing.lua: No such file" plugin check nothing.lua
  refuses "the site's rules are no plugin" "holds the rules of all contracts" plugin check plugins/site.lua
  rm -r plugins
  mkdir -p plugins/contracts
  echo 'return contract { name = "twice", api = 1, opens = function() end }' | tee plugins/twice.lua >plugins/contracts/twice.lua
  refuses "one name twice in a folder" 'contracts/twice.lua: there is a contract type "twice" in' plugin show twice
  run plugin list; exits "the list tells it" 0; says "the list tells it" out "keep one of them"
  echo 'return price_rule { name = "twice", api = 1, stage = "price", apply = function(_, n) return n end }' >plugins/contracts/../twice.lua
  run plugin show twice; exits "one name, two kinds" 0
  rm -r plugins
}

examples() {
  run plugin show retainer --examples; says "its examples" out "one closed month bills the fee once"
  says "what they give" out '"price": "500.00"'
  run plugin show retainer --examples --json; holds_json "as they stand" out "d['told'][0]['invoices'][0]['total'] == '500.00'"
  fee "$params, $opens, $include"; run plugin test fee.lua; exits "a sound plugin" 0; says "a sound plugin" out "1 passed, 0 failed"
  sed '/^  examples/,$d' fee.lua >bare; { cat bare; echo '}'; } >fee.lua; refuses "no examples" "no examples" plugin test fee.lua
  fee "$params, $opens, $include" 'as_of = "2026-06-01", invocies = {}'
  refuses "a misspelt field" "did you mean 'invoices'?" plugin test fee.lua
  fee "$params, $opens, $include" 'as_of = "2026-06-01"'; refuses "no expectation" "invoices is missing" plugin test fee.lua
  fee "$params, $opens, $include" 'as_of = "2026-06-01", invoices = { { subtotal = "80.00" } }, steps = false'
  refuses "an excuse without a reason" "need a reason" plugin test fee.lua
  local may='{ as_of = "2026-05-01", invoices = { { subtotal = "40.00" } } }' charge='{ import = { charges = { { id = "x", customer = "c",
    contract = "k1", date = "2026-05-03", description = "Cable", quantity = "1", unit_price = "5.00" } } } }'
  fee "$params, $opens, $include" "steps = { $may, $charge, { as_of = \"2026-06-01\", invoices = { { subtotal = \"45.00\" } } } }"
  run plugin test fee.lua; exits "a story of several batches" 0
  fee "$params, $opens, $include" "steps = { $may, $charge, { as_of = \"2026-06-01\", invoices = { { subtotal = \"46.00\" } } } }"
  refuses "a story that ends otherwise" "steps[3].invoices[1].subtotal: expected 46.00, got 45.00" plugin test fee.lua
  fee "$params, $opens, $include" "steps = { { as_of = '2026-05-01', note = 1, invoices = {} } }"
  refuses "a step with a field of its own" "steps[1] has no field 'note'" plugin test fee.lua
  fee "$params, $opens, $include" "as_of = '2026-06-01', settings = { zoen = 'UTC' }, invoices = {}"
  refuses "a setting that there is not" "settings has no field 'zoen'; did you mean 'zone'?" plugin test fee.lua
  fee "$params, $opens, $include" 'as_of = "2026-06-01", invoices = {}, expect = 1'
  refuses "a field that there is not" "an example has no field 'expect'" plugin test fee.lua
  fee "$params, $opens, $include" "steps = { $may, { as_of = \"2026-06-01\" } }"
  refuses "half a step" "steps[2]: either" plugin test fee.lua
  fee "params = { fee = money { max = '39' } }, $opens, $include" 'as_of = "2026-06-01", refused = "fee: must be at most 39"'
  run plugin test fee.lua; exits "an example of what is refused" 0
  fee "$params, $opens, $include" 'as_of = "2026-06-01", refused = "fee: must be"'
  refuses "what is not refused" 'expected "fee: must be", got no refusal' plugin test fee.lua
  run plugin test; exits "no plugin" 2; run plugin test retainer --all; exits "one and all" 2
  "$billet" plugin new exporter lines --output . >/dev/null; sed -i 's/500.00\\tJPY/501.00\\tJPY/; s/\\t500\\tJPY/\\t501\\tJPY/' lines.lua
  refuses "an exporter's text" "another currency: text: " plugin test lines.lua
}

# Examples in a file beside their plugin: read for tests and help alone, and what is wrong with them is told with their file and line.
beside() {
  fee "$params, $opens, $include"
  { echo 'return {'; sed '1,/^  examples = {/d; /^  },$/,$d' fee.lua; echo '}'; } >fee.examples.lua
  sed -i '/^  examples = {/,$d' fee.lua; echo '}' >>fee.lua
  run plugin test fee.lua; exits "examples beside" 0; says "examples beside" out "1 passed, 0 failed"
  run plugin check fee.lua; exits "a check with examples beside" 0; says "a check with examples beside" out "examples  1"
  mkdir -p plugins; mv fee.lua fee.examples.lua plugins
  run plugin show fee; says "help names the file" out "examples   $folder/plugins/fee.examples.lua"
  run plugin list; exits "a list" 0; hides "they are no plugins" out "examples.lua"
  echo '{"customers": [{"id": "c", "name": "C"}], "contracts": [{"id": "k1", "customer": "c", "name": "K", "type": "fee",
    "start": "2026-04-01", "params": {"fee": "40.00"}}]}' >fee.json
  run import fee.json; exits "a contract" 0; run batch new --as-of 2026-05-01; exits "a batch" 0
  sed -i 's/80.00/81.00/' plugins/fee.examples.lua
  refuses "an edited example is noticed" "expected 81.00, got 80.00" plugin test fee
  refuses "by check too" "expected 81.00, got 80.00" plugin check plugins/fee.lua
  # What bills does not look at them: neither an edit nor a fault there changes or holds anything.
  printf 'return {\n  { title = "one" },\n  { title = "two",\n    data = { print },\n  } }' >plugins/fee.examples.lua
  refuses "a name that there is not" "fee.examples.lua:4: 'print' is not known here" plugin test fee
  sed -i 's/print/1.5/' plugins/fee.examples.lua
  refuses "what is no data" "fee.examples.lua:3: example 2: a float where an integer or text is needed" plugin check fee
  run batch show --json; exits "a batch all the same" 0; holds_json "a batch all the same" out \
    'not d["changed"] and [c["total_balance"] for c in d["contracts"] if c["contract"] == "k1"] == ["40.00"]'
  broken_examples
  cp "$root/rules/cap.examples.lua" plugins/fie.examples.lua
  run plugin list; says "a misspelt name" out "broken: $folder/plugins/fie.examples.lua: there is no plugin $folder/plugins/fie.lua"
  refuses "all tests tell it" "fie.examples.lua: there is no plugin" plugin test --all
  refuses "they cannot be tested alone" "holds examples, no plugin" plugin test plugins/fie.examples.lua
  says "what to test" err "billet plugin test plugins/fie.lua"
  run batch discard; exits "the batch" 0
  rm -r plugins
}

broken_examples() {
  told() { refuses "$1" "$2" plugin test fee; } # WHAT TEXT; the file on stdin
  cat >plugins/fee.examples.lua <<<'return { title = "one" }'; told "a table with names" "fee.examples.lua: examples are a list"
  cat >plugins/fee.examples.lua <<<'return 1'; told "no table" "fee.examples.lua: examples are a list"
  cat >plugins/fee.examples.lua <<<$'return {\n  {'; told "half a file" "fee.examples.lua:3: unexpected symbol near <eof>"
  cat >plugins/fee.examples.lua <<<'return contract {}'; told "a plugin" "fee.examples.lua:1: 'contract' is not known here"
  cat >plugins/fee.examples.lua <<<$'local t\nreturn { t.x }'; told "an error" "fee.examples.lua:2: attempt to index a nil value"
  cat >plugins/fee.examples.lua <<<$'local t = {}\nwhile true do t[#t + 1] = {} end'; told "all memory" "more than its 32 MiB"
  head -c 1100000 /dev/zero >plugins/fee.examples.lua; told "a huge file" "fee.examples.lua: a plugin file has at most 1 MiB"
  rm plugins/fee.examples.lua; ln -s nowhere plugins/fee.examples.lua; told "a link to nowhere" "fee.examples.lua: No such file"
  rm plugins/fee.examples.lua; mkfifo plugins/fee.examples.lua; told "a pipe" "fee.examples.lua: is no file"
  rm plugins/fee.examples.lua; cp plugins/fee.lua kept.lua; sed -i 's/^}$/  examples = { {} },\n}/' plugins/fee.lua
  echo 'return { {} }' >plugins/fee.examples.lua
  told "examples in two places" "fee.examples.lua: fee.lua has examples inside: keep one of both"
  mv kept.lua plugins/fee.lua; rm plugins/fee.examples.lua
  told "none" "they stand in fee.examples.lua beside it"
}

properties() {
  fee "$params, $opens, closes = function(c, period, bill)
    local work = period:work()
    for _, minutes in work:each() do bill:line { 'First', price = minutes } break end
    bill:include(work) end" 'as_of = "2026-06-01", invoices = { { subtotal = "110.00" } }'
  refuses "the order of rows matters" "rows reversed: k1 comes to 110.00 as written, reversed to 140.00" plugin test fee.lua
  fee "$params, $opens, closes = function(c, period, bill)
    bill:include(period:work())
    bill:line { 'Standing', price = '1.50', whole = true } end" 'as_of = "2026-06-01", invoices = { { subtotal = "83.00" } }'
  refuses "an empty period costs" "no work: k1 comes to 83.00 with what closes adds, without it to 80.00" plugin test fee.lua
  says "an empty period costs" err 'the example says empty = false, reason = "…"'
  refuses "check fails what test fails" 'the example says empty = false' plugin check fee.lua
  fee "$params, $opens, closes = function(c, period, bill)
    bill:include(period:work())
    bill:line { 'Standing', price = '1.50', whole = true } end" \
    'as_of = "2026-06-01", invoices = { { subtotal = "83.00" } }, empty = false, reason = "a standing charge"'
  run plugin test fee.lua; exits "an empty period that may cost" 0
  run plugin check fee.lua; exits "an empty period that may cost is sound" 0
  local taxed='as_of = "2026-06-01", invoices = { { tax = "0.01" } }'
  fee "$params, $opens, $include" "$taxed"; sed -i 's/40.00/0.06/; s/type = "fee"/&, taxable = true, tax = "GST"/' fee.lua
  refuses "a tax of the document in steps" "period by period: tax of k1 comes to 0.01 at once, period by period to 0.02" plugin test fee.lua
  says "a tax of the document in steps" err 'the example says steps = false, reason = "…"'
  fee "$params, $opens, $include" "$taxed, steps = false, reason = \"each document rounds its own\""
  sed -i 's/40.00/0.06/; s/type = "fee"/&, taxable = true, tax = "GST"/' fee.lua; run plugin test fee.lua; exits "steps = false" 0
  fee "$params, $include, opens = (function() local calls = 0 return function(c, period, bill)
    calls = calls + 1 bill:line { 'Fee ' .. calls, price = c.fee } end end)()"
  refuses "something is kept between calls" "two runs of the same example differ" plugin test fee.lua
  fee "$params, $include, opens = (function() local known return function(c, period, bill)
    known = known or c.fee bill:line { 'Fee', price = known } end end)()"
  python3 - <<'PYTHON'
text = open("fee.lua").read()
first = text[text.index("    {\n      title"):text.rindex("  },\n}")]
second = first.replace("two months", "a higher fee").replace('fee = "40.00"', 'fee = "70.00"')
open("fee.lua", "w").write(text.replace(first, first + second))
PYTHON
  refuses "something is kept between examples" "a higher fee: a run in a fresh state differs" plugin test fee.lua
  sed -i 's/price = known/price = c.fee < known and known or c.fee/; 0,/80.00/! s/80.00/140.00/' fee.lua
  refuses "something is kept from a later example" "two months: told in the other order it differs" plugin test fee.lua
  local own='schedule = function(c) local s = c.contract.start return {'
  fee "$params, $opens, $include, $own { key = 'a', first = s, last = s + 9, ready_on = s + 10 },
    { key = 'b', first = s + 20, ready_on = s + 41 } } end"
  refuses "a gap in a schedule" "tiles: k1: no period of its schedule holds 2026-04-11 to 2026-04-20" plugin test fee.lua
  fee "$params, $opens, $include, $own { key = 'a', first = s, last = s + 20, ready_on = s + 10 },
    { key = 'b', first = s + 10, ready_on = s + 41 } } end"
  refuses "periods that overlap" "tiles: k1: 2026-04-11 to 2026-04-21 lies in the periods a and b" plugin test fee.lua
  fee "$params, $opens, $include, $own { key = 'b', first = s + 10, ready_on = s + 41 }, { key = 'a', first = s + 1, last = s + 9,
    ready_on = s + 10 } } end"
  refuses "a schedule that begins late" "tiles: k1: no period of its schedule holds 2026-04-01" plugin test fee.lua
  fee "$params, $opens, $include, $own { key = 'a', first = s - 1, last = s + 9, ready_on = s + 10 }, { key = 'b', first = s + 10,
    ready_on = s + 41 } } end"
  refuses "a schedule that begins early" "tiles: k1: the period a begins before the contract" plugin test fee.lua
  fee "$params, $opens, $include, $own { key = 'a', first = s, last = s + 9, ready_on = s + 10 },
    { key = 'b', first = s + 10, last = s + 40, ready_on = s + 41 } } end"
  refuses "a schedule that ends early" "tiles: k1: no period of its schedule holds 2026-05-12 and all days after it" plugin test fee.lua
  sed -i 's/as_of = "2026-06-01", /&tiles = false, reason = "two periods are all", /' fee.lua
  run plugin test fee.lua; exits "tiles = false" 0
}

rules() {
  rm -f book.db; run init --zone America/New_York
  mkdir -p plugins; "$billet" plugin new price-rule nights >/dev/null; "$billet" plugin new tax-rule city >/dev/null
  cat >rules.json <<'JSON'
{"customers": [{"id": "c", "name": "C"}],
 "taxes": [{"name": "City", "rule": "city", "params": {"rate": "5%"}},
           {"name": "City", "from": "2026-05-01", "rule": "city", "params": {"rate": "6%"}}],
 "contracts": [{"id": "k1", "customer": "c", "name": "K", "type": "hourly", "start": "2026-04-01", "params": {"rate": "60.00"},
   "rules": [{"rule": "round-time", "increment": 15}, {"rule": "nights", "percent": 150}]}]}
JSON
  run import rules.json; exits "rules are imported" 0
  run rules list --json; exits "rules list" 0
  holds_json "uses are counted" out '{r["name"]: r["uses"] for r in d["rules"] if r["uses"]} == {"city": 2, "nights": 1, "round-time": 1}'
  holds_json "stage and scope" out '[(r["stage"], r["scope"]) for r in d["rules"] if r["name"] == "nights"] == [("price", "entry")]'
  run rules check --json; exits "rules check" 0; holds_json "rules check" out 'd["contracts_with_rules"] == 1 and d["taxes"] == 2'
  echo 'return { price_rules = { { rule = "nights", percent = 200 } } }' >plugins/site.lua
  run rules list --json; holds_json "rules of all contracts" out '[r["name"] for r in d["rules"] if r["site"]] == ["nights"]'
  holds_json "the site file" out 'd["site_file"].endswith("plugins/site.lua")'
  run rules check; exits "a sound site file" 0
  run rules test; exits "examples speak for their rule alone, whatever the site's rules are" 0
  echo 'return { price_rules = { { rule = "nihgts" } } }' >plugins/site.lua
  refuses "the site file names no rule" 'plugins/site.lua: price_rules[1]: there is no price rule "nihgts"; did you mean "nights"?' \
    rules check
  hides "a site file is told once" err "contract k1"
  rm plugins/site.lua; sed -i 's/percent/precent/' plugins/nights.lua
  sed -i 's/ rate     =/ rote     =/; s/"rate"/"rote"/' plugins/city.lua
  refuses "rules whose params changed" "contract k1: rules[2]: percent: there is no such param" rules check
  says "rules whose params changed" err "taxes City: rate: there is no such param"
  says "each row is told" err "taxes City from 2026-05-01: "
  sed -i 's/precent/percent/' plugins/nights.lua; echo 'return price_rule {}' >plugins/broken.lua
  refuses "a broken rule file" "broken.lua:1" rules check
  rm plugins/broken.lua plugins/city.lua
  run rules test nights; exits "rules test NAME" 0; says "rules test NAME" out "5 passed"
  run rules test --json; exits "rules test" 0; holds_json "rules test" out '"hourly" not in [p["plugin"] for p in d["plugins"]]'
  refuses "rules test of a contract type" "no rule" rules test hourly
  refuses "a rule by a wrong name" 'did you mean "percent"?' rules test percnt
  run plugin show remote-monitoring; exits "help of a plugin" 0
  says "words of a choice" out "added                  choice     this-period  when devices added in a period first bill (this-period, next"
  says "a field of a list" out "tiers[].up_to          quantity   optional     the last count in the tier"
  says "an alternative" out "count_by               or choice               pc_agents, mac_agents"
  BILLET_DB=$folder/none.db run rules check; exits "rules check without a book" 0
  BILLET_DB=$folder/none.db run rules list; exits "rules list without a book" 0
  rm -r plugins
}

# A strong plugin's tests see every change, those of a weak one do not.
mutations() {
  python3 "$root/tests/mutate.py" --billet "$billet" plugins/contracts/hourly.lua >out 2>err; status=$?; exits "changes of hourly" 0
  mkdir weak; fee "$params, $opens, closes = function(c, period, bill)
    local work = period:work()
    if work.minutes > 600 then bill:line { 'Much', price = 7 } end
    bill:include(work) end"; mv fee.lua weak/fee.lua
  python3 "$root/tests/mutate.py" --billet "$billet" "$folder/weak/fee.lua" >out 2>err; status=$?; exits "changes of a weak plugin" 1
  says "a survivor names its line" out "weak/fee.lua:6: if work.minutes > 600"
  says "a survivor names its change" out "if work.minutes >= 600"
}

scaffolds
slips
deliveries
checks
loading
examples
beside
properties
rules
mutations
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
