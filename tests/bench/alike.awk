# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v how=apart|clones|twins -f alike.awk: the hosts of hosts.awk with the
# addresses and initiator names that they are, with one host's, or each two alike.
how == "apart" { print; next }
/^host: / { host = substr($2, 5) + 0; as = how == "clones" ? 1 : int(host / 2) }
/ address: (10|172)\..* prefixlen: / { sub(/[0-9]+\.[0-9]+, prefixlen/, int(as / 250) "." 1 + as % 250 ", prefixlen") }
/ initiator_name: / { sub(/example:[0-9]+/, "example:" as) }
{ print }
