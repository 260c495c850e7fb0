#!/usr/bin/env bash
# What a person has set for every book: a file of few lines, below options and the environment, read strictly.
. "$(dirname "$0")/shell/book.sh"
unset BILLET_DB PAGER XDG_CONFIG_HOME
file=$HOME/.config/billet/config
origin() { # KEY VALUE ORIGIN [OPTION…]
  run "${@:4}" --json config get "$1" --show-origin
  holds_json "$1 from $3" out "d['value'] == $2 and d['origin'] == '$3'"
}

does --db "$folder/a.db" init --currency USD --zone America/New_York
cp a.db billet.db
origin db "'billet.db'" default
origin plugins None default
mkdir -p "$(dirname "$file")" own
printf '# of mine\n\n  db = ~/a.db \r\nplugins=%s/own\npager = less -S = x\ncolor = always\n' "$folder" >"$file"
origin db "'$HOME/a.db'" user
origin plugins "'$folder/own'" user
origin pager "'less -S = x'" user
origin color "'always'" user
run status; says "the person's book is opened" out "$HOME/a.db"
run batch new --as-of 2026-05-01; says "in colours" out $'\033[1m'
BILLET_DB=billet.db origin db "'billet.db'" environment
BILLET_DB=billet.db origin db "'./billet.db'" flag --db ./billet.db
PAGER=cat origin pager "'cat'" environment
origin color "'never'" flag --color never
run --json config list --show-origin
holds_json "all of them" out "[r['origin'] for r in d if r['key'] in ('db', 'plugins', 'color', 'pager')] == ['user'] * 4"
run config set db x; exits "not of a book" 2; says "not of a book" err "db is of a person, not of a book"; says "where then" err "$file"
XDG_CONFIG_HOME=$folder/none origin db "'billet.db'" default

broken() { # TEXT MESSAGE
  printf '%b' "$1" >"$file"
  run status; exits "broken: $1" 2; says "broken: $1" err "$2"
}
broken 'db ~/a.db\n' "config:1: no setting: db ~/a.db"
broken '\ndatabase = /a.db\n' "config:2: there is no such setting: database"
broken 'db = /a.db\ndb = /b.db\n' "config:2: set twice: db"
broken 'db = a.db' "config:1: a path begins with / or ~/: a.db"
broken 'color = red' "config:1: auto, always or never: red"
broken 'pager =' "config:1: the value is missing: pager"
broken 'pager = \0' "is not UTF-8 text"
broken 'pager = \0377' "is not UTF-8 text"
head -c 70000 /dev/zero | tr '\0' '#' >"$file"; run status; exits "too big" 1; says "too big" err "has more than 64 KiB"
for seed in 1 2 3 4 5 6 7 8; do # never more than an error
  python3 -c 'import random, sys; r = random.Random(int(sys.argv[1]))
sys.stdout.buffer.write(bytes(r.choice(b"db=color ~/#\n\r\t\x80\xc3\xa9\xff") for _ in range(400)))' $seed >"$file"
  run version; if [ "$status" -le 2 ]; then ok; else bad "seed $seed"; fi
done
rm "$file"; mkdir "$file"; run status; exits "a folder" 1; says "a folder" err "$file"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
