# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of the page share. Source it from the root of the project.
set -euo pipefail

chromium=$(command -v chromium || command -v chromium-browser || true)
if [[ -z $chromium ]]; then
    echo 'no chromium here: the printed page is not tested'
    exit 77
fi
program=${BIL_PROGRAM:?the tests are run by ctest}
catalogue=data/catalogue/lombardia
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Makes the page of an example in both languages: $work/NAME.it.html and $work/NAME.en.html.
make_pages() { # name
    local lang code
    for lang in it en; do
        code=0
        "$program" propose "data/examples/$1.case.json" --catalogue "$catalogue" --quiet \
            --lang "$lang" --format html -o "$work/$1.$lang.html" || code=$?
        if [[ $code -ne 0 && $code -ne 10 ]]; then
            echo "bilancia propose $1 gave $code"
            exit 1
        fi
    done
}

# The pages of one answer of each kind, in both languages: $work/NAME.it.html and .en.html for each
# of these names.
answers=(answer-why answer-why-not answer-what-if answer-next-euro)
make_answers() {
    local lang name
    local -A questions=([answer-why]='--why H14' [answer-why-not]='--why-not S28:20'
                        [answer-what-if]='--what-if need:lavoro' [answer-next-euro]=--next-euro)
    for name in "${answers[@]}"; do
        for lang in it en; do
            # shellcheck disable=SC2086 # an option and its value
            "$program" explain data/examples/giovane-psicosi-primo-lavoro.case.json ${questions[$name]} \
                --catalogue "$catalogue" --quiet --lang "$lang" --format html \
                -o "$work/$name.$lang.html"
        done
    done
}
