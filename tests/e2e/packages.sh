# SPDX-License-Identifier: GPL-3.0-or-later
# The packages of the browser tests, from the lock file, into the build folder: $place. Source it
# after `work` is a folder to leave a log in. Without npm or its registry the test is skipped.
place=${BIL_BUILD_DIR:?}/e2e
if ! command -v npm > /dev/null; then
    echo 'no npm here: the page is not tested in a browser'
    exit 77
fi
mkdir -p "$place"
if ! cmp -s tests/e2e/package-lock.json "$place/package-lock.json" ||
    [[ ! -d $place/node_modules/axe-core ]]; then
    cp tests/e2e/package.json "$place"
    if ! npm --prefix "$place" install --no-save --no-package-lock --no-audit --no-fund \
        --dry-run > "$work/log" 2>&1; then
        cat "$work/log"
        echo 'the npm registry does not answer: the page is not tested in a browser'
        exit 77
    fi
    cp tests/e2e/package-lock.json "$place"
    npm --prefix "$place" ci --ignore-scripts --no-audit --no-fund > "$work/log" 2>&1 ||
        { cat "$work/log"; rm -f "$place/package-lock.json"; exit 1; }
fi
