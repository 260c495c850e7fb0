#!/bin/sh
# A guide of this repository as a manual page: manual.sh NAME SECTION SUMMARY GUIDE. Its first line, the title, makes way for NAME.
set -eu
{ printf '# NAME\n\n%s - %s\n\n# DESCRIPTION\n\n' "$1" "$3"; sed 1d "$4"; } |
  lowdown -s -Tman -M "title=$1" -M "section=$2" -M volume=billet -M source=billet |
  sed 's/\\fC/\\fB/g; /^\.TH/a .ad l\n.nh' |
  awk '/^\.S[HS]$/ { printf "%s ", $0; getline; print; fresh = 1; next }  # a heading in one line, no paragraph right behind it
    fresh && /^\.[LP]P$/ { next }
    { fresh = 0; print }'
