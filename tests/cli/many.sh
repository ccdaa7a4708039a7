#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time limit: 900 s
# Many hosts: the same report for any number of threads, and however they are given.
. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/cli/hosts.lib.sh"

# What does not depend on where a host was written.
findings() { jq -c '.summary, (.results[] | del(.origin, .fingerprint)), .rules[]' "$1"; }

cat >policy.yaml <<-EOF
	severity: { mtu-fits-lower: info }
	expect: { nfs_servers: [10.2.0.251] }
	waivers:
	- { rule: one-nic-per-subnet, hosts: ['web*1'], reason: known }
	- { rule: duplicate-address, hosts: [nobody], reason: nothing }
EOF

# A rule of one's own that asks for the way of every host at a time: all facts are kept for it.
mkdir whole
cat >whole/ways.yaml <<-EOF
	title: Ways
	severity: info
	platforms: all
	why: To have all facts at a time.
	query: |
	  SELECT h.host, 'ways' AS subject, count(p.reachable) >= 0 AS ok
	  FROM host h JOIN path(h.host, '10.0.0.1', NULL, NULL) p JOIN host o GROUP BY h.host
	message: no
	message_ok: yes
EOF

know_formats
for seed in 1 5 6; do
	hosts 70 $seed >all.yaml
	grep -c '^host:' all.yaml >/dev/null || fail "no hosts"
	rm -rf each && mkdir each
	awk '/^---$/ { close(f); f = sprintf("each/%03d.yaml", ++n); next } { print >f }' all.yaml
	[ "$seed" = 1 ] || formats=(text json jsonl)
	for jobs in 1 2 8; do
		for format in "${formats[@]}"; do
			asked=(-p policy.yaml -j "$jobs" -f "$format" -v)
			[ "$format" != sarif ] || asked+=(--sarif-anchor all.yaml)
			ends 1 uplint check "${asked[@]}" all.yaml
			empty err
			grep -v '^uplint_last_run_timestamp_seconds{' out >"all.$jobs.$format"
			ends 1 uplint check "${asked[@]}" each/*.yaml
			grep -v '^uplint_last_run_timestamp_seconds{' out >"each.$jobs.$format"
			cmp "all.1.$format" "all.$jobs.$format" || fail "seed $seed, -j $jobs: another report"
			cmp "each.1.$format" "each.$jobs.$format" || fail "seed $seed, -j $jobs: another report of files"
		done
	done
	jq -e '.summary.hosts == 70 and .summary.waived > 0' all.1.json >/dev/null || fail "seed $seed: lacks hosts or waivers"
	jq -e '[.results[] | select(.rule == "duplicate-address" and .status == "non-compliant")] | length > 5' all.1.json >/dev/null ||
		fail "seed $seed: no address on two hosts"
	jq -e '.notices == ["policy.yaml:5: the waiver of duplicate-address matches nothing"]' all.1.json >/dev/null || fail "seed $seed: notices"

	# A second host of one name has its source behind it, so files are compared by a list of other names.
	sed 's/^host: web../&-/' all.yaml | awk '/^host: / { print $0 (++n); next } { print }' >named.yaml
	rm -rf each && mkdir each
	awk '/^---$/ { close(f); f = sprintf("each/%03d.yaml", ++n); next } { print >f }' named.yaml
	ends 1 uplint check -p policy.yaml -f json named.yaml
	findings out >stream
	ends 1 uplint check -p policy.yaml -f json each/*.yaml
	findings out >files
	cmp stream files || fail "seed $seed: files and a stream differ"
	uplint snapshot -f json -o named.json named.yaml
	ends 1 uplint check -p policy.yaml -f json named.json
	findings out >list
	cmp stream list || fail "seed $seed: a list and a stream differ"
	ends 1 uplint check -p policy.yaml -f json -r whole named.yaml
	jq -e '[.results[] | select(.rule == "ways")] | length == 70' out >/dev/null || fail "the rule that wants all facts"
	jq '.results |= map(select(.rule != "ways"))' out >rest
	cmp <(tail -n +2 stream) <(findings rest | tail -n +2) || fail "seed $seed: one by one and all at a time differ"
done

# What cannot be read is told, in the order of the command line, and the others are reported.
for i in $(seq 40); do faulty_host "h$i" >"each/$i.yaml"; done
echo 'host: [' >each/bad.yaml
ends 2 uplint check --select one-nic-per-subnet -j 4 each/1.yaml no-such.yaml each/{2..20}.yaml each/bad.yaml each/{21..40}.yaml
has out "40 hosts: "
[ "$(grep -n -e no-such -e bad.yaml err | cut -d: -f1,3 | tr -d ' ')" = "$(printf '1:no-such.yaml\n2:each/bad.yaml')" ] || fail "errors"

# Few descriptors are enough.
(ulimit -n 24 && ends 1 uplint check --select one-nic-per-subnet -j 2 each/{1..40}.yaml) || exit 1

# A rule that breaks on one host is broken on all, however they are read.
mkdir own
cat >own/breaks.yaml <<-EOF
	title: Breaks
	severity: warning
	platforms: all
	why: It gives a severity that there is not.
	query: |
	  SELECT i.host, i.name AS subject, 1 AS ok, CASE WHEN i.mtu = 1234 THEN 'none' END AS severity FROM interface i
	message: no
	message_ok: yes
EOF
{ cat all.yaml; faulty_host last | sed 's/1500/1234/; 1i---'; } >broken.yaml
for jobs in 1 4; do
	ends 2 uplint check -j $jobs -f json -r own --select breaks broken.yaml
	jq -e '.summary.broken == 71 and (.results | length) == 0' out >/dev/null || fail "not broken on every host"
done
