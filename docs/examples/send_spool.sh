#!/bin/sh
# Sends everything in a spool folder over one association, and moves what was stored out of the way.
#
#     send_spool.sh HOST PORT FOLDER
#
# Files that were not stored stay where they are, and are tried again the next time.
# So are those with a quotation mark or a backslash in their names.
# Every file is sent as it is found: write it elsewhere on the same file system, and move it in when it is complete.
set -u
host=$1 port=$2 folder=$3
[ -n "$(find "$folder" -maxdepth 1 -type f | head -n 1)" ] || exit 0
report=$(mktemp)
trap 'rm -f "$report"' EXIT
mkdir -p "$folder/sent"

storescu -nh +sd --report-json "$report" "$host" "$port" "$folder"
status=$?

sed -n 's/^{"type":"file","path":"\([^"\\]*\)",.*"outcome":"stored".*/\1/p' "$report" |
  while IFS= read -r file; do mv "$file" "$folder/sent/"; done

if grep -q -E '"outcome":"(refused|not-sent|lost)"' "$report"; then exit 1; fi
exit "$status"
