#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Colours: asked for, or on a terminal that did not say no.
. "$ROOT/tests/cli/lib.sh"
faulty_host >bad.yaml
escape=$'\033'

uplint check bad.yaml >out
lacks out "$escape"
uplint check bad.yaml --color=always >out
has out "$escape"
NO_COLOR=1 uplint check bad.yaml --color=always >out
has out "$escape"
command -v script >/dev/null || { left_out "a terminal: script is not installed"; exit 0; }
TERM=xterm script -qec "uplint check bad.yaml" /dev/null >out </dev/null
has out "$escape"
NO_COLOR=1 TERM=xterm script -qec "uplint check bad.yaml" /dev/null >out </dev/null
lacks out "${escape}[1"
TERM=xterm script -qec "uplint check bad.yaml --color=never" /dev/null >out </dev/null
lacks out "${escape}[1"

# Nothing that can wrap is wider than the page.
uplint check bad.yaml >out
awk 'length > 80 && !/^      /' out >wide
empty wide
