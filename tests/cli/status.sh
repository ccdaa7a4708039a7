#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# 0, 1 and 2 of check, and what is said besides.
. "$ROOT/tests/cli/lib.sh"
faulty_host >bad.yaml
faulty_host web02 | sed 's/10.10.10.12/10.10.20.12/' >good.yaml

ends 0 uplint check good.yaml --select one-nic-per-subnet
empty err
ends 1 uplint check bad.yaml --select one-nic-per-subnet
empty err
has out "one-nic-per-subnet"
has out "10.10.10.0/24"
has out "bad.yaml:"
has out "non-compliant"
ends 0 uplint check bad.yaml --select one-nic-per-subnet --fail-on error
ends 0 uplint check bad.yaml --select one-nic-per-subnet --fail-on never
ends 1 uplint check bad.yaml --select one-nic-per-subnet --fail-on info
ends 1 uplint check bad.yaml good.yaml --select one-nic-per-subnet
has out "2 hosts: "

# 2 wins, and the others are still reported.
ends 2 uplint check bad.yaml no-such.yaml --select one-nic-per-subnet
has err "no-such.yaml"
has out "10.10.10.0/24"

# Quiet.
ends 0 uplint check -q good.yaml --select one-nic-per-subnet
empty out
empty err
ends 1 uplint check -q bad.yaml --select one-nic-per-subnet
has out "10.10.10.0/24"

# Nothing evaluated is never green.
printf 'host: h\nplatform: linux\n' >empty.yaml
ends 2 uplint check empty.yaml
has err "no rule could reach a verdict"
ends 2 uplint check -q empty.yaml
has err "no rule could reach a verdict"

ends 2 uplint check bad.yaml --select no-such-rule
has err "no-such-rule"
ends 2 uplint check bad.yaml -p no-such-policy.yaml
has err "no-such-policy.yaml"
printf 'severty: {}\n' >policy.yaml
ends 2 uplint check bad.yaml -p policy.yaml
has err "policy.yaml:1"
ends 2 uplint check bad.yaml -r no-such-dir
has err "no-such-dir"
