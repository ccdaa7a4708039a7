#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The metrics say what the JSON says, are what promtool takes, and node_exporter shows those of two hosts in one directory.
. "$ROOT/tests/cli/formats.lib.sh"
every_fixture
reports json
reports prometheus
[ "$(awk '/^uplint_findings/ { n += $NF } END { print n }' prometheus)" -eq "$(jq .summary.non_compliant json)" ] || fail "findings"
for status in compliant non-compliant waived not-evaluated not-applicable broken; do
	[ "$(awk -v s="status=\"$status\"" 'index($0, s) { n += $NF } END { print n }' prometheus)" -eq \
		"$(jq ".summary.${status//-/_}" json)" ] || fail "$status"
done
[ -z "$(grep -v '^#' prometheus | sed 's/ [0-9]*$//' | sort | uniq -d)" ] || fail "a series twice"
[ "$(grep -c '^uplint_run_success.* 0$' prometheus)" -eq "$(jq .summary.hosts json)" ] || fail "a success with unread sources"

mkdir -p hosts/textfile
metrics=$PWD/prometheus
cd hosts || exit
faulty_host web01 >web01.yaml
printf 'host: "a\\"b\\\\c\\nd|e"\nplatform: linux\n' >odd.yaml
sed 1,2d web01.yaml >>odd.yaml
(umask 077; uplint check web01.yaml -f prometheus -o textfile/web01.prom)
[ "$(stat -c %a textfile/web01.prom)" = 644 ] || fail "mode $(stat -c %a textfile/web01.prom)"
ends 1 uplint check odd.yaml -f prometheus -o textfile/odd.prom
ends 2 uplint check nothing.yaml -f prometheus -o textfile/nothing.prom
has textfile/web01.prom 'uplint_run_success{host="web01"} 1'
has textfile/odd.prom 'uplint_run_success{host="a\"b\\c\\nd|e"} 1'
has textfile/nothing.prom 'uplint_run_success{host="nothing.yaml"} 0'

if command -v promtool >/dev/null; then
	promtool check metrics <"$metrics" >complaints 2>&1 || fail "promtool: $(head -n 5 complaints)"
else
	left_out "promtool check metrics: no promtool here"
fi
if ! command -v prometheus-node-exporter >/dev/null || ! command -v curl >/dev/null; then
	left_out "the scrape: no prometheus-node-exporter or no curl here"
	exit 0
fi
port=$((20000 + $$ % 10000))
prometheus-node-exporter --web.listen-address=127.0.0.1:$port --collector.disable-defaults --collector.textfile \
	--collector.textfile.directory="$PWD/textfile" 2>exporter.log &
exporter=$!
trap 'kill $exporter' EXIT
for _ in $(seq 50); do
	curl -sf 127.0.0.1:$port/metrics >scrape && break
	sleep 0.1
done
has scrape 'node_textfile_scrape_error 0'
has scrape 'uplint_run_success{host="web01"} 1'
has scrape 'uplint_run_success{host="a\"b\\c\\nd|e"} 1'
has scrape 'uplint_run_success{host="nothing.yaml"} 0'
