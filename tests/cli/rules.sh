#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rules of one's own: what is broken is named, the rest is evaluated.
. "$ROOT/tests/cli/lib.sh"
faulty_host >host.yaml

rule() {
	mkdir -p "$1"
	cat >"$1/$2.yaml" <<-EOF
	title: t
	severity: error
	platforms: [linux]
	why: w
	query: |
	  $3
	message: "{subject} is not"
	message_ok: "{subject} is"
	EOF
}

rule good mine "SELECT host, name AS subject, mtu = 9000 AS ok FROM interface"
ends 1 uplint check -r good --select mine host.yaml
has out "ERROR  eth1 is not  mine"
ends 0 uplint rules -r good mine
ends 0 uplint rules -r good

# A column with _ in front serves the words and commands, and is no evidence.
rule helper helper "SELECT host, name AS subject, mtu, name || '!' AS _loud, 0 AS ok FROM interface WHERE name = 'eth1'"
printf 'fix:\n  - say: Shout {_loud}\n    run: echo {_loud}\n' >>helper/helper.yaml
ends 1 uplint check -r helper --select helper -f json host.yaml
jq -e '.results[0] | .evidence == { mtu: 1500 } and .fix == [{ say: "Shout eth1!", run: "echo '"'eth1!'"'" }]' out >/dev/null ||
	fail "a helper column"

# What is not known is named without helpers; tables that were not read tell where no column does,
# and of a rule that looks across hosts nothing more is known.
rule dim dim "SELECT host, name AS subject, NULL AS _dark, speed, NULL AS ok FROM interface WHERE name = 'eth1'"
rule dim blind "SELECT host, name AS subject, NULL AS _dark, NULL AS ok FROM interface WHERE name = 'eth1'
  AND NOT EXISTS (SELECT 1 FROM route WHERE route.host = interface.host)"
echo 'optional: [route]' >>dim/blind.yaml
rule dim beyond "SELECT a.host, a.name AS subject, NULL AS _dark, NULL AS ok FROM interface a
  JOIN interface b ON b.name = a.name WHERE b.host <> a.host AND a.name = 'eth1'"
echo 'across: name' >>dim/beyond.yaml
faulty_host web02 >host2.yaml
ends 2 uplint check -r dim --select dim,blind,beyond -f json host.yaml host2.yaml
jq -r '.results[] | .host + " " + .rule + ": " + .reason' out | sort >reasons
cat >wanted <<-EOF
	web01 beyond: the facts do not decide it
	web01 blind: not read: routes
	web01 dim: not known: speed
	web02 beyond: the facts do not decide it
	web02 blind: not read: routes
	web02 dim: not known: speed
EOF
diff wanted reasons || fail "what is not known"

# Which hosts a rule is for, in SQL that is looked at as the query is.
for when in "version > '5'" "param('storage_mtu') IS NULL" 'platfrom = 1' 'platform = NULL' '1 = 2'; do
	rule when mine "SELECT host, name AS subject, mtu = 9000 AS ok FROM interface"
	printf 'when: |\n  %s\n' "$when" >>when/mine.yaml
	uplint check -r when --select mine host.yaml 2>&1 | grep -o 'mine.yaml:10: .*$'
	uplint rules -r when mine 2>/dev/null | grep -A1 '^Hosts: .*false$'
done | sort -u >whens
cat >wanted <<-EOF
	  1 = 2
	Hosts: but those where this is false
	mine.yaml:10: = NULL is never true; write IS NULL or IS NOT NULL
	  param('storage_mtu') IS NULL
	  platfrom = 1
	  version > '5'
	mine.yaml:10: when: it reads no column of the host's row
	mine.yaml:10: when: no such column: platfrom
EOF
sort wanted | diff - whens || fail 'when'

rule typo typo "SELECT host, name AS subject, mtuu = 9000 AS ok FROM interface"
rule attach attach "ATTACH 'x' AS y"
rule loop loop "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
  SELECT host, name AS subject, (SELECT count(*) FROM n) AS ok FROM interface"
rule noabout noabout "SELECT host, name AS subject, 1 AS ok FROM interface"
echo 'about: [nothing]' >>noabout/noabout.yaml
rule nokey nokey "SELECT a.host, a.name AS subject, 1 AS ok FROM interface a JOIN interface b USING (name)"
echo 'across: nokey' >>nokey/nokey.yaml
rule nopath nopath "SELECT i.host, i.name AS subject, p.reachable AS ok FROM interface i, path(i.host, '10.0.0.1') p"
echo 'across: name' >>nopath/nopath.yaml
declare -A why=(
	[typo]='no such column: mtuu' [attach]='may only SELECT' [loop]='stopped after 2005 ms'
	[noabout]="about: no table or view 'nothing'" [nokey]="across: the query reads no column 'nokey'"
	[nopath]='path() answers for one host, and the rule looks across hosts'
)
for broken in "${!why[@]}"; do
	ends 2 uplint check -r "$broken" -r good --select "$broken",mine host.yaml
	grep -qE "$broken/$broken.yaml:[0-9]+" out err || fail "$broken: no file and line"
	has out "ERROR  eth1 is not  mine"
	uplint check -r "$broken" -r good --select "$broken",mine -f json host.yaml >out 2>err
	words=${why[$broken]//[()]/.}
	grep -qE "rule $broken is broken: $broken/$broken.yaml:[0-9]+: .*$words" err ||
		fail "$broken: no reason"
	has out '"status": "broken"'
done
printf 'title: [\n' >good/yaml.yaml
ends 2 uplint check -r good host.yaml
grep -q "good/yaml.yaml:[0-9]" out err || fail "no file and line"
ends 2 uplint rules -r good
has err "good/yaml.yaml"

# A rule that breaks on a later host is broken on all of them, and silences none.
rule late speaker "SELECT host, name AS subject, 0 AS ok, CASE host WHEN 'web50' THEN 'bad' END AS severity
  FROM interface WHERE name = 'eth1'"
rule late across "SELECT a.host, a.name AS subject, 0 AS ok, CASE WHEN b.host <> a.host THEN 'bad' END AS severity
  FROM interface a JOIN interface b USING (name) WHERE name = 'eth1'"
echo 'across: name' >>late/across.yaml
for speaker in speaker across; do
	rule late quiet-$speaker "SELECT host, name AS subject, 0 AS ok FROM interface WHERE name = 'eth1'"
	echo "quiet: {$speaker: [subject]}" >>late/quiet-$speaker.yaml
done
for i in $(seq -w 1 60); do faulty_host "web$i"; echo ---; done | sed '$d' >many.yaml
ends 2 uplint check -r late --select 'speaker,across,quiet-*' -f json many.yaml
for speaker in speaker across; do
	[ "$(jq "[.results[] | select(.rule == \"quiet-$speaker\")] | length" out)" -eq 60 ] ||
		fail "a result is lost with $speaker, which is broken"
done

# One that gives ever more rows across hosts ends too, and says why.
rule flood flood "SELECT a.host, a.name || b.host || c.host || c.name || d.host || d.name AS subject, 1 AS ok
  FROM interface a, interface b, interface c, interface d WHERE b.host <> a.host"
echo 'across: name' >>flood/flood.yaml
ends 2 timeout 60 uplint check -r flood --select flood many.yaml
has out "flood: flood/flood.yaml:6: too many rows for 60 hosts"

# A rule that does not look across hosts sees none of the others, by no road.
rule window window "SELECT i.host, i.name AS subject, p.host AS other, 0 AS ok FROM interface i
  LEFT JOIN path('web01', '10.0.0.1') p WHERE i.name = 'eth1'"
echo 'optional: [route]' >>window/window.yaml
head -n 17 many.yaml >two.yaml
ends 1 uplint check -r window --select window -f json two.yaml
jq -e '[.results[].evidence.other] == ["web01", null]' out >/dev/null || fail "path() answers for another host"
