# SPDX-License-Identifier: GPL-2.0-or-later
# Holds real connections against the answers: lines "what was asked|what the kernel did|the answer".
$2 == "unbound" { next }
{
	asked++
	n = split($3, hop, " ")
	ok = 0
	if ($2 ~ /^fail /) {
		failed++
		ok = hop[1] != "certain" || n == 1
	} else {
		split($2, by, " ")
		seen += by[1] != "?"
		ok = hop[1] == "doubt"
		for (i = 2; i <= n; i++) {
			split(hop[i], h, ",")
			if ((by[1] == "?" || h[1] == by[1]) && h[2] == by[2]) ok = 1
		}
	}
	if (!ok) { bad++; print $1 ": the kernel: " $2 "; uplint: " $3 }
}
END {
	print asked " connections, " seen + 0 " seen to leave, " failed + 0 " failed, " bad + 0 " disagreements"
	exit bad > 0 || asked < 50 || seen < 10
}
