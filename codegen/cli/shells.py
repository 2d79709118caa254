"""Scripts that a shell runs to complete the command; importing this registers them.

The script that click has for bash drops all other completions where files are possible.
"""

from __future__ import annotations

from typing import Final

from click.shell_completion import (
    BashComplete,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

__all__ = ["SHELLS"]

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n'
    local response completion type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete $1)
    COMPREPLY=()
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            plain) COMPREPLY+=("$value") ;;
            file) compopt -o filenames 2>/dev/null
                COMPREPLY+=($(compgen -f -- "$value")) ;;
            dir) compopt -o filenames 2>/dev/null
                COMPREPLY+=($(compgen -d -- "$value")) ;;
        esac
    done
    return 0
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup;
"""


class _Bash(BashComplete):
    source_template = _BASH


add_completion_class(_Bash)

SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": _Bash,
    "zsh": ZshComplete,
    "fish": FishComplete,
}
"""The completion class of each shell, by the shell's name."""
