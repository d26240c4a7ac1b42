# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of a batch in parts share: a tiny batch, and the folder of a run by one command,
# with which every other way is compared. Source it after the kit.
export BILANCIA_CATALOGUE=data/catalogue/lombardia

make_batch() {
    "$program" synth --persons 2 --seed 3 --profile pavia -o "$work/due" --quiet
    cat > "$work/fondi.scenario.json" << 'END'
{ "format": "bilancia-scenario", "version": 1, "name": "fondi", "district": "due", "rules": ["utilitarian"],
  "sweep": { "comune": { "path": "/pools/COMUNE", "op": "scale", "values": [0.5, 0.8, 1] } }, "gap": 0.3,
  "baseline": { "scenario": "base" } }
END
    run simulate "$work/fondi.scenario.json" --jobs 2 -o "$work/whole" --quiet --format json
    expect_code 0
    expect_out '"cells": 4'
    expect_out '"done": 4'
}

# The same bytes, but for the times and what Slurm leaves.
alike() { # folder
    local file
    for file in manifest.json results.csv comparison.csv failures.csv; do
        cmp -s "$work/whole/$file" "$1/$file" || wrong "$1: another $file"
    done
    diff -r "$work/whole/cells" "$1/cells" > /dev/null || wrong "$1: other cells"
}

# A program that is `bilancia`, but for once: the first time it is asked for the part named, it
# does something else first.
once() { # file, part, command
    cat > "$1" << END
#!/bin/sh
case " \$* " in
*" --shard $2/"*) mkdir "$1.once" 2> /dev/null && { $3; } ;;
esac
exec "$program" "\$@"
END
    chmod +x "$1"
}
