#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time limit: 600 s
# Both compilers without a warning; clang-tidy and cppcheck without a word.
set -eu
cd "$ROOT"
for tool in clang clang-tidy cppcheck; do
	command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
flags="$(make -s print-cflags) -I$BUILD"
mapfile -t files < <(ls checker/*.c checker/*/*.c checker/*/*/*.c tools/*.c)

# shellcheck disable=SC2086 # the flags are a list of words
printf '%s\n' "${files[@]}" | xargs -P"$(nproc)" -n16 clang -fsyntax-only -Werror $flags
# shellcheck disable=SC2086
printf '%s\n' "${files[@]}" | xargs -P"$(nproc)" -n16 gcc -fsyntax-only -Werror $flags
export flags
# shellcheck disable=SC2016 # $flags is for the inner shell
printf '%s\n' "${files[@]}" | xargs -P"$(nproc)" -n6 sh -c 'clang-tidy --quiet "$@" -- $flags 2>/dev/null' sh
cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr -j"$(nproc)" -Ichecker --enable=warning,portability \
	--suppressions-list=.cppcheck checker
