# SPDX-License-Identifier: GPL-2.0-or-later
# Holds `uplint path -f json` against `ip -j route get`:
#   awk -f compare.awk QUERIES ERRORS KERNEL UPLINT
# QUERIES: the batch of ip; ERRORS: its standard error; KERNEL: its answers, a
# line for each query that did not fail; UPLINT: the answers in the same order.
# Each query must have the same interface, gateway, source and error; where
# uplint gives several answers the kernel's is one of them.

function field(line, key,    at, rest) {
	at = index(line, "\"" key "\":\"")
	if (!at) return ""
	rest = substr(line, at + length(key) + 4)
	return substr(rest, 1, index(rest, "\"") - 1)
}

function gateway(line,    at) {
	at = index(line, "\"via\":{")
	return at ? field(substr(line, at), "host") : field(line, "gateway")
}

function value(line) {
	sub(/^[^:]*: /, "", line)
	sub(/,$/, "", line)
	if (line == "null") return ""
	gsub(/"/, "", line)
	return line
}

function complain(n, what) {
	print "query " n ": " query[n]
	print "  kernel: " (n in error ? error[n] : "dev " kdev[n] " via " kgw[n] " src " ksrc[n])
	print "  uplint: " what
	bad++
}

# What an alternative that fails means: IPv4, a gateway that is the host's own; IPv6, a default rule that is gone.
function failure(n) { return query[n] ~ /:/ ? "Network is unreachable" : "Invalid argument" }

# The answer that was read last: in how many of its hops does the kernel's stand?
function judge(n,    i, ok, all, source) {
	if (n in error) {
		for (i = 2; i <= hops; i++)
			if (dev[i] == "" && certain == "false" && error[n] == failure(n))
				return
		if (reachable == "true" || said != error[n])
			complain(n, (reachable == "true" ? "dev " dev[1] : "error " said) " (" reason ")")
		return
	}
	if (reachable != "true") {
		complain(n, "error " said " (" reason ")")
		return
	}
	if (hops > 1 && certain != "false") {
		complain(n, "several answers, and certain")
		return
	}
	source = kfrom[n] != "" && kfrom[n] != "::" ? kfrom[n] : ksrc[n]
	for (i = 1; i <= hops; i++) {
		all = all " [dev " dev[i] " via " gw[i] " src " src[i] "]"
		if (dev[i] == kdev[n] && gw[i] == kgw[n] && src[i] == source) ok = 1
	}
	if (!ok) complain(n, all)
	sets += hops > 1
}

FILENAME == ARGV[1] {
	queries++
	query[queries] = $0
	next
}

FILENAME == ARGV[2] {
	if ($0 ~ /^RTNETLINK answers: /) { message = substr($0, 20); next }
	if ($0 ~ /^Command failed /) { sub(/.*:/, ""); error[$0 + 0] = message; message = "?"; next }
	message = $0
	next
}

FILENAME == ARGV[3] {
	do { asked++ } while (asked in error)
	kdev[asked] = field($0, "dev")
	kgw[asked] = gateway($0)
	ksrc[asked] = field($0, "prefsrc")
	kfrom[asked] = field($0, "from")
	next
}

/^      "destination":/ { answered++; hops = 1; said = reason = ""; in_other = in_connection = 0; next }
/^      "reachable":/ { reachable = value($0); next }
/^      "reason":/ { reason = value($0); next }
/^      "certain":/ { certain = value($0); next }
/^      "alternatives":/ { in_other = 1; next }
/^      "connection":/ { in_other = 0; next }
/^        {/ && in_other { hops++; next }
/^      "interface":/ { dev[1] = value($0); next }
/^      "gateway":/ { gw[1] = value($0); next }
/^      "source":/ { src[1] = value($0); next }
/^          "interface":/ && in_other { dev[hops] = value($0); next }
/^          "gateway":/ && in_other { gw[hops] = value($0); next }
/^          "source":/ && in_other { src[hops] = value($0); next }
/^        "the kernel answers: / { said = $0; sub(/^ *"the kernel answers: /, "", said); sub(/",?$/, "", said); next }
/^      "warnings":/ { judge(answered); next }

END {
	if (answered != queries || asked > queries) {
		print "asked " queries ", kernel answered up to " asked ", uplint " answered
		bad++
	}
	print queries " queries, " sets + 0 " answered by a set, " bad + 0 " disagreements"
	exit bad > 0
}
