# SPDX-License-Identifier: GPL-3.0-or-later
# From the message catalogue to tables of C:
#     awk -v tables='document cli answer report' -v folder=OUT -f po/tables.awk po/it.po
# writes OUT/<table>.def, one line BIL_WORD(NAME, italian, english) for each entry whose msgctxt is
# "<table>.NAME"; an entry with a plural gives NAME_ONE and NAME_MANY. Any awk will do.
#
# The strings of a PO file are written as those of C, so they pass through as they stand. What
# would make a wrong table stops the build: "file:line: what is wrong", all faults in one pass.

function fault(line, sentence) {
    printf "%s:%d: %s\n", FILENAME, line, sentence > "/dev/stderr"
    faults++
}

function forget(    key) {
    for (key in text) {
        delete text[key]
        delete literals[key]
    }
    field = ""
    fuzzy = 0
    started = 0
}

# One quoted piece: checked, added to the field it belongs to.
function take(quoted,    body) {
    if (quoted !~ /^".*"$/ || length(quoted) < 2) {
        fault(FNR, "a piece of text must stand between quotes")
        text[field] = text[field] "?" # one fault is enough
        return
    }
    body = substr(quoted, 2, length(quoted) - 2)
    text[field] = text[field] body
    if (body != "") {
        literals[field] = literals[field] (literals[field] == "" ? "" : " ") "\"" body "\""
    }
    gsub(/\\[\\"n]/, "", body)
    if (body ~ /["\\]/) {
        fault(FNR, "a quote or a backslash inside the text: only \\\" \\\\ and \\n are known")
    }
    if (body ~ /\?\?/) {
        fault(FNR, "two question marks in a row mean something else in C")
    }
}

# The places for values in a sentence, "12" for two of them: `%s` in order, or `%1$s` by number.
function places(sentence, line,    at, next_place, numbered, seen, result, i, rest) {
    rest = sentence
    while ((at = index(rest, "%")) > 0) {
        rest = substr(rest, at + 1)
        if (rest ~ /^%/) {
            rest = substr(rest, 2)
        } else if (rest ~ /^s/) {
            seen[++next_place] = 1
        } else if (rest ~ /^[1-9]\$s/) {
            seen[substr(rest, 1, 1) + 0] = 1
            numbered = 1
        } else {
            fault(line, "\"" sentence "\": after a % only s, a number with $s, or a second %")
        }
    }
    if (numbered && next_place > 0) {
        fault(line, "\"" sentence "\": either all places are numbered or none")
    }
    for (i = 1; i <= 9; i++) {
        result = result (i in seen ? i : "")
    }
    return result
}

function check_pair(english, italian, name,    line) {
    line = entry_line
    if (text[english] == "") {
        fault(line, name " has no English words (" english ")")
    } else if (text[italian] == "") {
        fault(line, name " has no Italian words (" italian ")")
    } else if (places(text[english], line) != places(text[italian], line)) {
        fault(line, name ": the two languages do not have the same places for values")
    }
}

function put(table, name, italian, english) {
    if ((table, name) in line_of) {
        fault(entry_line, table "." name " stands already at line " line_of[table, name])
        return
    }
    line_of[table, name] = entry_line
    count[table]++
    out[table] = out[table] "BIL_WORD(" name ", " literals[italian] ",\n         " \
        literals[english] ")\n"
}

function finish_entry(    parts, table, name, plural) {
    if (!started) {
        forget()
        return
    }
    if (!("msgctxt" in text)) {
        if (text["msgid"] != "" || header_seen) {
            fault(entry_line, "an entry without msgctxt: name its table and itself, " \
                "\"table.NAME\"")
        }
        header_seen = 1
        forget()
        return
    }
    if (text["msgctxt"] !~ /^[a-z]+\.[A-Z][A-Z0-9_]*$/) {
        fault(entry_line, "msgctxt \"" text["msgctxt"] "\" must be \"table.NAME\"")
        forget()
        return
    }
    split(text["msgctxt"], parts, ".")
    table = parts[1]
    name = parts[2]
    if (!(table in known)) {
        fault(entry_line, "no table \"" table "\": the tables are " tables)
    }
    if (fuzzy) {
        fault(entry_line, text["msgctxt"] " is marked fuzzy: look at it, then take the mark away")
    }
    plural = "msgid_plural" in text
    check_pair("msgid", plural ? "msgstr[0]" : "msgstr", text["msgctxt"])
    if (plural) {
        check_pair("msgid_plural", "msgstr[1]", text["msgctxt"])
        put(table, name "_ONE", "msgstr[0]", "msgid")
        put(table, name "_MANY", "msgstr[1]", "msgid_plural")
    } else {
        put(table, name, "msgstr", "msgid")
    }
    forget()
}

BEGIN {
    total = split(tables, list, " ")
    for (i = 1; i <= total; i++) {
        known[list[i]] = 1
    }
    forget()
}

{ sub(/\r$/, "") }
FNR == 1 { sub(/^\357\273\277/, "") }

/^[ \t]*$/ { finish_entry(); next }
/^#~/ { next }
/^#/ {
    # Comments stand before their entry.
    if (started && field ~ /^msgstr/) {
        finish_entry()
    }
    if ($0 ~ /^#,/ && $0 ~ /fuzzy/) {
        fuzzy = 1
    }
    next
}
/^"/ {
    if (field == "") {
        fault(FNR, "text that belongs to nothing")
    } else {
        take($0)
    }
    next
}
/^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[01]\])[ \t]/ {
    keyword = $1
    if (started && field ~ /^msgstr/ && keyword !~ /^msgstr/) {
        finish_entry()
    }
    if (!started) {
        entry_line = FNR
        started = 1
    }
    field = keyword
    if (field in text) {
        fault(FNR, field " twice in one entry")
    }
    text[field] = ""
    literals[field] = ""
    sub(/^[a-z_]+(\[[01]\])?[ \t]+/, "")
    take($0)
    next
}
{ fault(FNR, "not a line of a PO file: " $0) }

END {
    finish_entry()
    for (i = 1; i <= total; i++) {
        if (count[list[i]] == 0) {
            fault(FNR, "table \"" list[i] "\" has no entry")
        }
    }
    if (faults > 0) {
        exit 1
    }
    for (i = 1; i <= total; i++) {
        file = folder "/" list[i] ".def"
        printf "/* SPDX-License-Identifier: GPL-3.0-or-later */\n" > file
        printf "/* Made from po/it.po: BIL_WORD(name, italian, english). */\n" > file
        printf "%s", out[list[i]] > file
        if (close(file) != 0) {
            printf "%s: cannot be written\n", file > "/dev/stderr"
            exit 1
        }
    }
}
