# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of the program share. Source it; then `run WORDS…` and `expect_…` lines; end
# with `finish`.
set -uo pipefail

program=${BIL_PROGRAM:?the tests are run by ctest}
world=tests/app/world
catalogue=$world/catalogue
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset BILANCIA_CATALOGUE LC_ALL LC_MESSAGES NO_COLOR
export LANG=C.UTF-8
failures=0
code=0
words=''

# What a test reckons itself is read and printed with a point; the program has the locale as set.
awk() { LC_ALL=C command awk "$@"; }

# Runs the program; leaves $work/out, $work/err and $code.
run() {
    words="bilancia $*"
    "$program" "$@" > "$work/out" 2> "$work/err" < /dev/null
    code=$?
}

# The same with a catalogue and a file on standard input.
run_in() { # file, words…
    local input=$1
    shift
    words="bilancia $* < $input"
    "$program" "$@" > "$work/out" 2> "$work/err" < "$input"
    code=$?
}

wrong() { # sentence
    failures=$((failures + 1))
    printf '%s: %s\n' "$words" "$1"
    sed 's/^/    out: /' "$work/out" | head -n 12
    sed 's/^/    err: /' "$work/err" | head -n 12
}

expect_code() { [[ $code -eq $1 ]] || wrong "exit code $code, not $1"; }
expect_out() { grep -qF -- "$1" "$work/out" || wrong "standard output lacks \`$1\`"; }
expect_err() { grep -qF -- "$1" "$work/err" || wrong "standard error lacks \`$1\`"; }
expect_no_out() { [[ ! -s $work/out ]] || wrong 'standard output should be empty'; }
expect_no_err() { [[ ! -s $work/err ]] || wrong 'standard error should be empty'; }
expect_lacks() { ! grep -qF -- "$1" "$work/out" || wrong "standard output holds \`$1\`"; }

finish() {
    if [[ $failures -gt 0 ]]; then
        echo "$failures failures"
        exit 1
    fi
    exit 0
}
