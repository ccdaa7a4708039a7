# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of uplint(1) for bash. Commands, options and rules come from
# uplint itself, so that they are those of the version installed.

_uplint_commands() {
	uplint --help 2>/dev/null | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

_uplint_options() {
	uplint "$1" --help 2>/dev/null | grep -oE '(^|[ ,])--?[a-z][a-z-]*' | tr -d ' ,'
}

_uplint_rules() {
	uplint rules --color=never 2>/dev/null | awk '/^(error|warning|info) / { print $2 }'
}

_uplint() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}

	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_uplint_commands) --help --version" -- "$word")
		return
	fi
	case $before in
	--select | --ignore)
		mapfile -t COMPREPLY < <(compgen -W "$(_uplint_rules)" -- "$word")
		return
		;;
	--fail-on)
		mapfile -t COMPREPLY < <(compgen -W "error warning info never" -- "$word")
		return
		;;
	--color)
		mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word")
		return
		;;
	-r | --rules | --root)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	esac
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_uplint_options "$command")" -- "$word")
	elif [ "$command" = rules ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_uplint_rules)" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}
complete -o filenames -F _uplint uplint
