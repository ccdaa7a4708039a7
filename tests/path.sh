# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Hosts that once proved uplint wrong: fixtures/path/NAME holds the snapshot,
# the queries and what the kernel answered (tests/path/keep.sh makes them).
set -u
failed=0

# Queries of one flow that stand together are one call.
ask() {
	local flow=() destinations=() query words last=
	while read -r query; do
		read -ra words <<<"${query#route get }"
		if [ "${words[*]:1}/${words[0]//[^:]/}" != "$last" ] && [ ${#destinations[@]} -gt 0 ]; then
			uplint path -f json "${flow[@]}" "${destinations[@]}" "$1/host.yaml"
			destinations=()
		fi
		last="${words[*]:1}/${words[0]//[^:]/}"
		destinations+=("${words[0]}")
		flow=()
		for ((i = 1; i < ${#words[@]}; i += 2)); do
			case ${words[i]} in
			from) flow+=(--from "${words[i + 1]}") ;;
			oif) flow+=(--interface "${words[i + 1]}") ;;
			mark) flow+=(--mark "${words[i + 1]}") ;;
			esac
		done
	done <"$1/queries"
	uplint path -f json "${flow[@]}" "${destinations[@]}" "$1/host.yaml"
}

for host in "$ROOT"/fixtures/path/*/; do
	ask "$host" >answers
	if ! awk -f "$ROOT/tests/path/compare.awk" "$host/queries" "$host/errors" "$host/kernel" answers >verdict; then
		echo "$host:"
		cat verdict
		failed=1
	fi
done
exit $failed
