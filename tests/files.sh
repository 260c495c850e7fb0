#!/usr/bin/env bash
# Files that billet writes, and what is said when something was done but its answer could not be given.
. "$(dirname "$0")/shell/book.sh"
unset XDG_DATA_HOME

holds() { if grep -qF -- "$3" "$2"; then ok; else bad "$1: $2 lacks $3"; fi; }
left() { if [ -z "$(find . -name '.billet-*')" ]; then ok; else bad "$1: $(find . -name '.billet-*')"; fi; }
# WHAT FILE DIGEST: the file is what it was.
untouched() { if [ "$(sha256sum <"$2")" = "$3" ]; then ok; else bad "$1: $2 was changed"; fi; }

book() { # PATH
  export BILLET_DB=$1
  does init --zone America/New_York
  printf '%s\n' 'id,name' 'a,Alpha' 'b,Beta' >customers.csv
  printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' \
    'b1,b,Fee,retainer,2026-01-01,"{""price"":""50.00""}"' >contracts.csv
  does import customers.csv; does import contracts.csv
}
bill() { does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate; }

# Nothing is written over a database, or over what belongs to one, under whatever name.
databases() {
  local before name
  mkdir other
  book "$folder/book.db"; bill 2026-02-01
  BILLET_DB=other/o.db does init --zone UTC
  sqlite3 foreign.db 'CREATE TABLE t (x)'
  ln -s book.db link.db; ln book.db hard.db; ln -s other/o.db away.db; touch -a book.db-journal
  before=$(sha256sum <book.db)
  for name in book.db ./book.db "$folder/book.db" other/../book.db link.db hard.db away.db other/o.db foreign.db book.db-journal \
    other/o.db-journal book.db-wal hard.db-shm; do
    run export csv --batch 1 --output "$name"; exits "over $name" 1; says "over $name" err "${name}"
    untouched "over $name" book.db "$before"
  done
  [ -e book.db-wal ] && bad "a file beside the book"; [ -L link.db ] && ok || bad "link.db is no link any more"
  does verify; BILLET_DB=other/o.db does status
  # While another program holds that book, nobody can look whether it is one.
  { echo "BEGIN EXCLUSIVE;"; sleep 2; } | sqlite3 other/o.db & sleep 0.5
  run export csv --batch 1 --output other/o.db; exits "over a book that is held" 1; wait
  left "over databases"
}

# A name beside the place that somebody uses is left alone; a file that is replaced is said, and keeps its permissions.
regular() {
  echo precious >out.csv.part; ln -s out.csv.part out.part; echo old >out.csv; chmod 640 out.csv
  does export csv --batch 1 --output out.csv; says "replaced" err "out.csv was there before"
  holds "the export" out.csv Alpha; holds "what lay beside" out.csv.part precious
  if [ "$(stat -c %a out.csv)" = 640 ]; then ok; else bad "permissions of what was replaced"; fi
  does export csv --batch 1 --output fresh.csv
  if grep -q before err; then bad "a new file replaces nothing"; else ok; fi
  run --json export csv --batch 1 --output fresh.csv; says "as JSON" out '"warnings":[{"code":"replaced"'
  ln -s out.csv same.csv; rm out.csv; run export csv --batch 1 --output same.csv; exits "a link to nothing" 1
  echo old >out.csv; does export csv --batch 1 --output same.csv
  if [ -L same.csv ]; then ok; else bad "a link of the same folder stays"; fi
  holds "through a link of the same folder" out.csv Alpha
  mkdir away; echo old >away/file; ln -s away/file far.csv
  run export csv --batch 1 --output far.csv; exits "a link out of the folder" 1; says "a link out of the folder" err "$folder/away/file"
  holds "what the link leads to" away/file old
  ln -s away road; does export csv --batch 1 --output road/here.csv; holds "a folder that is a link" away/here.csv Alpha
  run export csv --batch 1 --output away; exits "a folder" 1; says "a folder" err "is a folder"
  run export csv --batch 1 --output none/x.csv; exits "no such folder" 1; says "no such folder" err "no folder none"
  run export csv --batch 1 --output ''; exits "no name" 2
  does export csv --batch 1 --output "$(printf 'n%.0s' {1..250}).csv"
  left "regular files"
}

# Devices, pipes and the standard output are written to; they stay what they are.
devices() {
  local i
  mkfifo pipe; cat pipe >through & does export csv --batch 1 --output pipe; wait
  if [ -p pipe ]; then ok; else bad "a pipe stays one"; fi
  holds "through a pipe" through Alpha
  ln -s pipe to-pipe; cat pipe >through & does export csv --batch 1 --output to-pipe; wait; holds "by a link" through Alpha
  # Nodes of its own, where they may be made: a program that is wrong must not take the machine's.
  if mknod null c 1 3 2>/dev/null && echo x 2>/dev/null >null; then
    mknod full c 1 7
    does export csv --batch 1 --output null; if [ -c null ]; then ok; else bad "a device"; fi
    run export csv --batch 1 --output full; exits "a full disk" 1; says "a full disk" err "full cannot be written"
    if [ -c full ]; then ok; else bad "a full device"; fi
  fi
  rm -f null full; ln -s /proc/self/fd/1 standard
  run export csv --batch 1 --output standard; exits "standard output" 0; holds "standard output" out Alpha
  if [ -L standard ]; then ok; else bad "a link to the standard output"; fi
  cp out plain; run export csv --batch 1; if cmp -s out plain; then ok; else bad "standard output is the same as no --output"; fi
  "$billet" export csv --batch 1 --output standard | cat >piped; if cmp -s piped plain; then ok; else bad "a piped standard output"; fi
  for i in 1 2 3 4 5 6; do "$billet" export csv --batch 1 --output race.csv >/dev/null 2>&1 & done; wait
  if cmp -s race.csv plain; then ok; else bad "six at once"; fi
  left "devices"
}

folders() {
  does invoice print --batch 1 --output papers; does invoice print --batch 1 --output papers
  says "papers replaced" err "2 files were there before"
  ln -sf ../book.db papers/1.txt; local before; before=$(sha256sum <book.db)
  run invoice print 1 --output papers; exits "a link among papers" 1; untouched "a link among papers" book.db "$before"
  does tables --output dump; run tables --output dump; exits "tables never replace" 1; left "folders"
  run plugin new contract visit --output kits; exits "plugin new" 0; left "plugin new"
}

# A batch is exported once a file that books it was written whole.
exported() {
  book "$folder/exported.db"; bill 2026-02-01
  state() { run batch list --json; says "$1" out "\"state\":\"$2\""; }
  does export csv; state "on the standard output" generated
  does export csv --output x.csv --dry-run; state "a dry run" generated
  run export csv --output none/x.csv; state "a file that was not written" generated
  does export csv --output x.csv; state "a file" exported
  does export csv --output x.csv; does verify; does replay
  does invoice credit 1 --note late; does batch new --as-of 2026-02-01; does invoice void 2 --note twice
}

# What was committed is never told as a refusal.
after_commit() {
  book "$folder/after.db"
  closed() { "$billet" "$@" >&- 2>err; status=$?; exits "$* without an output" 6; says "$*" err "is done"; }
  full() { "$billet" "$@" >/dev/full 2>err; status=$?; exits "$* on a full disk" 6; says "$*" err "is done"; }
  closed batch new --as-of 2026-02-01; full --json batch select --all; full batch run --name x; closed --json batch generate
  says "as JSON" err '"code":"unknown-outcome"'
  full invoice credit 1 --note late; closed invoice void 2 --note twice; printf 'id,name\nz,Zeta\n' >customers.csv
  full import customers.csv
  BILLET_DB=new.db full init --zone UTC; BILLET_DB=new.db does status
  printf 'batch new --as-of 2026-02-01\nbatch select --all\n' >script; full source script
  closed eval -e 'billet.batch.new { as_of = "2026-02-01" }'
  "$billet" batch list >/dev/full 2>err; status=$?; exits "a question" 1
  "$billet" import customers.csv --dry-run >/dev/full 2>err; status=$?; exits "a dry run" 1
  printf 'batch new --as-of 2026-02-01\nbatch select nobody\n' >script
  run source script; exits "a later line is refused" 1; says "a later line is refused" err 'done before it: `batch new` of batch'
  does verify
}

# init is done or not done.
inits() {
  BILLET_DB=settings.db run init --zone Nowhere/Land; exits "no such zone" 1
  if [ -e settings.db ]; then bad "a file without settings"; else ok; fi
  BILLET_DB=settings.db does init --zone UTC; BILLET_DB=settings.db run init --zone UTC; exits "init twice" 1
}

# Names that name no book, and what a machine lets nobody do: each is told.
limits() {
  book "$folder/limits.db"
  (umask 0; "$billet" --db private.db init --zone UTC >out 2>err)
  if [ "$(stat -c %a private.db private.db-journal | sort -u)" = 600 ]; then ok; else bad "others read a new book: $(ls -l private.db*)"; fi
  run --db "" status; exits "no name" 2; says "no name" err "the name of a file is missing"
  run --db :memory: init --zone UTC; exits "no file" 2; says "no file" err ./:memory:
  run batch show --batch 0; exits "batch 0" 2; says "batch 0" err "numbered from 1"
  (ulimit -f 8; "$billet" --db short.db init --zone UTC >out 2>err); status=$?
  exits "a file that may not grow" 6; says "a file that may not grow" err "files may have 8 KiB here"
  mkdir -p closed/billet/plugins
  : >closed/billet/plugins/exporters  # a file where a folder belongs is as good as none
  XDG_DATA_HOME=$folder/closed does status
  if [ "$(id -u)" -ne 0 ]; then
    chmod 0 closed; XDG_DATA_HOME=$folder/closed run status; exits "no way in" 1
    says "no way in" err "XDG_DATA_HOME"; chmod 700 closed
  fi
}

# What is large is read in time that grows with it, or refused: a row of 300,000 columns in well under a second, more than 64 MiB never.
large() {
  book "$folder/large.db"
  python3 - <<'PYTHON'
keys = ",".join('"%s%d":"1"' % ("x.k", i) for i in range(300000))
open("own.json", "w").write('{"customers":[{"id":"a","name":"Alpha",%s}]}' % keys)
open("params.json", "w").write('{"contracts":[{"id":"a1",%s}]}' % keys.replace("x.k", "param.k"))
open("text.json", "w").write('{"customers":[{"id":"a","name":"Alpha","note":"%s"}]}' % ("n" * 100_000_000))
PYTHON
  (ulimit -t 30; "$billet" import own.json >out 2>err); status=$?; exits "300,000 columns" 0
  (ulimit -t 30; "$billet" import own.json >out 2>err); status=$?; exits "the same once more" 0
  (ulimit -t 30; "$billet" import params.json >out 2>err); status=$?; exits "300,000 params" 1; says "300,000 params" err "no such param"
  run import text.json; exits "100 MB of JSON" 1; says "100 MB of JSON" err "larger than 64 MiB"
  does verify
}

databases; regular; devices; folders; exported; after_commit; inits; limits; large
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
