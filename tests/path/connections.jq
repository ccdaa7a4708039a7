# SPDX-License-Identifier: GPL-2.0-or-later
# The answers of `uplint path -f json` as lines "certain|doubt|fail hop…", a hop being interface,source.
def hop: "\(.interface // "-"),\(.source // "-")";
.paths[]
| any(.steps[]; startswith("a TCP connection fails")) as $fails
| any(.steps[]; startswith("not certain: a TCP connection:")) as $doubt
| (if .connection then [.connection] elif .reachable and ($fails | not) then [.] else [] end) as $first
| (if .certain then [] elif .reachable then [.] + .alternatives else .alternatives end) as $others
| (if $doubt then "doubt" elif .certain then "certain" else "set" end) + " " + ($first + $others | map(hop) | join(" "))
