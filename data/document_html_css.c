/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_html_impl.h"

/* One calm ink, one accent, hairlines; numbers in tabular figures. Screen and paper share it. */
static const char *const screen[] = {
    ":root{--ink:#1c2b33;--soft:#4d5d66;--line:#c5d0d2;--faint:#eef3f2;--accent:#17545c;"
    "--warn:#8a3b12;--paper:#fff}\n",
    "*{box-sizing:border-box}\n"
    "html{font-size:10.5pt;-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:#e4eae9;color:var(--ink);line-height:1.42;"
    "font-family:\"Titillium Web\",\"Source Sans 3\",\"Segoe UI\",\"Helvetica Neue\",Arial,"
    "\"Liberation Sans\",sans-serif;font-variant-numeric:lining-nums tabular-nums;"
    "hyphens:manual;-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    ".sheet{max-width:52rem;margin:1.5rem auto;padding:2.4rem 2.6rem;background:var(--paper);"
    "box-shadow:0 1px 8px rgba(28,43,51,.18)}\n",
    "h1,h2,h3{line-height:1.15;font-weight:600;margin:0;text-wrap:balance}\n"
    "h1{font-size:2.15rem;letter-spacing:-.01em;color:var(--accent)}\n"
    "h2{font-size:1.4rem;color:var(--accent);margin:2.2rem 0 .6rem;padding-top:.55rem;"
    "border-top:2px solid var(--accent)}\n"
    "h3{font-size:1.12rem;margin:1.5rem 0 .45rem}\n"
    "h3 .dates{font-weight:400;color:var(--soft);font-size:1rem}\n"
    "p{margin:.45rem 0;max-width:46rem}\n",
    ".kicker{margin:0 0 .2rem;text-transform:uppercase;letter-spacing:.14em;font-size:.82rem;"
    "font-weight:600;color:var(--soft)}\n"
    ".lead{font-size:1.14rem;margin-top:.5rem}\n"
    ".note{color:var(--soft);font-size:.92rem}\n"
    ".verdict{margin:1.1rem 0 0;padding:.75rem 1rem;background:var(--faint);"
    "border-left:5px solid var(--accent)}\n"
    ".verdict p{margin:.15rem 0}\n"
    ".verdict strong{font-size:1.08rem}\n"
    ".verdict.warn{border-left-style:double;border-left-color:var(--warn)}\n"
    ".warn-text{color:var(--warn);font-weight:600}\n",
    "dl.facts{display:grid;grid-template-columns:repeat(4,auto);gap:.6rem 1.4rem;"
    "margin:1.2rem 0 0}\n"
    "dl.facts div{border-top:1px solid var(--line);padding-top:.3rem}\n"
    "dt{font-size:.86rem;color:var(--soft)}\n"
    "dd{margin:0;font-weight:600}\n"
    "dd.place{text-transform:capitalize}\n"
    "dl.source dt{margin-top:.5rem}\n"
    "dl.source dd{font-weight:400;overflow-wrap:anywhere}\n",
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 .7rem}\n"
    "caption{text-align:left;font-size:.92rem;color:var(--soft);padding:.1rem 0 .35rem}\n"
    ".said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n"
    "th,td{padding:.36rem .5rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--line)}\n"
    "th:first-child,td:first-child{padding-left:0}\n"
    "th:last-child,td:last-child{padding-right:0}\n"
    "thead th{font-size:.86rem;font-weight:600;color:var(--soft);vertical-align:bottom;"
    "border-bottom:1.5px solid var(--ink)}\n"
    "thead th.n{white-space:normal}\n"
    "tbody th{font-weight:600}\n"
    ".n{text-align:right;white-space:nowrap}\n"
    ".q{text-align:right}\n"
    "tfoot th,tfoot td,tr.sum th,tr.sum td{border-top:1.5px solid var(--ink);border-bottom:0;"
    "font-weight:600}\n"
    "tr.kind th,tr.kind td{background:var(--faint);font-weight:600;padding-top:.24rem;"
    "padding-bottom:.24rem}\n"
    ".zero{color:var(--soft);font-weight:400}\n"
    "tr.kind th:first-child{padding-left:.4rem}\n"
    "tr.part th{font-weight:400;padding-left:1.7rem}\n"
    "tr.part td{color:var(--ink)}\n"
    "tr.of th{font-weight:400;padding-left:.9rem;color:var(--soft)}\n"
    "tr.of th,tr.of td{border-bottom-style:dotted}\n",
    "table.lines,table.cover,table.sums{table-layout:fixed}\n"

    ".lines col.name{width:29%}.lines col.qty{width:15.5%}.lines col.cost{width:12%}\n"
    ".lines col.who{width:30%}.lines col.pays{width:13.5%}\n"
    ".meta{display:block;font-weight:400;font-size:.88rem;color:var(--soft)}\n"
    "ul.payers{list-style:none;margin:0;padding:0;font-size:.94rem}\n"
    "ul.payers li{display:flex;justify-content:space-between;gap:.6rem}\n"
    "ul.payers span:last-child{white-space:nowrap}\n"
    "td.ref{overflow-wrap:anywhere;font-size:.92rem;width:36%}\n"
    "td.money-left{font-weight:600}\n"
    ".keep{margin:.3rem 0 .2rem}\n"
    ".keep strong{color:var(--accent)}\n",
    "svg{display:block;max-width:100%}\n"
    ".gauge svg{width:100%;max-width:12rem;height:auto}\n"
    ".gauge .share{display:block;font-size:.9rem}\n"
    ".one .gauge{display:flex;align-items:center;gap:.8rem}\n"
    ".one .gauge svg{flex:0 0 12rem}\n"
    ".cover th.need{width:34%}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.25rem 1.3rem;list-style:none;margin:.3rem 0 .8rem;"
    "padding:0;font-size:.9rem;color:var(--soft)}\n"
    ".key li{display:flex;align-items:center;gap:.45rem}\n"
    ".swatch{display:inline-block;vertical-align:-.1em;margin-right:.45rem}\n"
    "figure{margin:.8rem 0 1.1rem}\n"
    "figcaption{font-size:.92rem;color:var(--soft);margin-bottom:.3rem}\n",
    "ol.conflict,ul.plain{margin:.4rem 0;padding-left:1.3rem}\n"
    "ol.conflict li{margin:.45rem 0}\n"
    ".signs{display:grid;grid-template-columns:1fr 1fr;gap:1.1rem 2.2rem;list-style:none;"
    "margin:1rem 0 0;padding:0}\n"
    ".signs li{border-top:1px solid var(--line);padding-top:.4rem;break-inside:avoid}\n"
    ".signs strong{display:block}\n"
    ".signs .field{display:flex;gap:.5rem;align-items:flex-end;margin-top:1.15rem;"
    "font-size:.88rem;color:var(--soft)}\n"
    ".blank{flex:1;border-bottom:1px solid var(--ink);min-width:4rem}\n",
    ".easy{font-size:14pt;line-height:1.28}\n"
    ".easy h2{font-size:1.75rem;margin-top:0}\n"
    ".easy h3{font-size:14pt;margin:.8rem 0 .1rem;color:var(--accent)}\n"
    ".easy p{margin:.1rem 0}\n"
    ".easy ul{margin:.1rem 0;padding-left:1.2rem}\n"
    ".easy li{margin:.08rem 0}\n"
    ".easy .two{display:grid;grid-template-columns:1fr 1fr;gap:0 1.6rem}\n"
    ".easy table{margin:.1rem 0 .2rem}\n"
    ".easy th,.easy td{padding:.04rem .35rem;border-bottom-style:dotted;line-height:1.22}\n"
    ".easy th.date{width:16.5%}\n"
    ".easy th:first-child,.easy td:first-child{padding-left:0}\n"
    ".easy tbody th{font-weight:400}\n"
    ".easy thead th,.easy caption{font-size:11.5pt}\n"
    ".easy ul.sums{list-style:none;padding:0;max-width:34rem}\n"
    ".easy ul.sums li{display:flex;justify-content:space-between;gap:1rem;"
    "border-bottom:1px dotted var(--line)}\n"
    ".easy .box{margin-top:.9rem;padding:.5rem .9rem;break-inside:avoid;background:var(--faint);"
    "border-left:5px solid var(--accent)}\n"
    ".easy .ask{display:flex;gap:.6rem;align-items:flex-end;margin-top:.9rem;max-width:none}\n"
    ".colophon{margin-top:2rem;color:var(--soft);font-size:.88rem}\n",
};

static const char *const narrow =
    "@media screen and (max-width:46rem){.sheet{margin:0;padding:1.2rem}"
    "dl.facts,.signs,.easy .two{grid-template-columns:1fr}"
    ".scroll{overflow-x:auto}.scroll table{min-width:34rem}"
    ".scroll table.lines{min-width:46rem}"
    ".cover th.need{min-width:9rem}.verdict,dd{overflow-wrap:anywhere}}\n";

static const char *const print =
    "@media print{body{background:none}"
    ".sheet{max-width:none;margin:0;padding:0;box-shadow:none}"
    "thead{display:table-header-group}tfoot{display:table-row-group}"
    "tr,figure,.verdict,.keep,.signs li{break-inside:avoid}"
    "thead,tr.kind{break-after:avoid}"
    "tbody tr:first-child,tfoot tr,tr.of,tr.sum+tr,.keep,.note{break-before:avoid}"
    "h2,h3,caption,.key{break-after:avoid}"
    "p{orphans:3;widows:3}"
    ".easy{break-before:page;page:easy}"
    ".together,table.whole,dl.source{break-inside:avoid}}\n"
    "@page easy{margin:12mm 15mm 15mm}\n";

void bil_page_style(bil_text *out, const bil_doc *doc)
{
    bil_text_add(out, "<style>\n");
    for (size_t i = 0; i < sizeof screen / sizeof screen[0]; i++) {
        bil_text_add(out, screen[i]);
    }
    bil_text_add(out, narrow);
    bil_text_add(out, print);
    bil_text_add(out, "@page{size:A4;margin:17mm 16mm 19mm;"
                      "@bottom-left{font:8.5pt Arial,\"Liberation Sans\",sans-serif;"
                      "color:#4d5d66;content:\"");
    bil_css_escape(out, doc->plan->case_id);
    bil_text_add(out, " · ");
    bil_css_escape(out, doc->plan->catalogue_name);
    bil_text_add(out, " ");
    bil_css_escape(out, doc->plan->catalogue_version);
    bil_text_add(out, " · ");
    bil_css_escape(out, bil_doc_word(doc, BIL_W_FOOTER_STATE));
    bil_text_add(out, "\"}@bottom-right{font:8.5pt Arial,\"Liberation Sans\",sans-serif;"
                      "color:#4d5d66;content:\"");
    bil_css_escape(out, bil_doc_word(doc, BIL_W_PAGE));
    bil_text_add(out, " \" counter(page) \" ");
    bil_css_escape(out, bil_doc_word(doc, BIL_W_PAGE_OF));
    bil_text_add(out, " \" counter(pages)}}\n</style>\n");
}

void bil_page_patterns(bil_text *out)
{
    static const struct {
        const char *colour;
        const char *strokes;
    } kinds[BIL_DOC_KINDS] = {
        {"#17545c", ""},
        {"#a85a32", "<path d=\"M-1 1l2-2M0 6l6-6M5 7l2-2\" stroke=\"#fff\" stroke-width=\"1.3\"/>"},
        {"#6b7a35", "<circle cx=\"3\" cy=\"3\" r=\"1.2\" fill=\"#fff\"/>"},
        {"#4a5b80", "<path d=\"M0 3h6\" stroke=\"#fff\" stroke-width=\"1.4\"/>"},
        {"#b98a1e", "<path d=\"M3 0v6\" stroke=\"#fff\" stroke-width=\"1.4\"/>"},
        {"#7d4f70", "<path d=\"M0 0l6 6M6 0l-6 6\" stroke=\"#fff\" stroke-width=\"1\"/>"},
        {"#6f777c", "<path d=\"M0 3h6M3 0v6\" stroke=\"#fff\" stroke-width=\".8\"/>"},
    };
    bil_text_add(out, "<svg width=\"0\" height=\"0\" style=\"position:absolute\" "
                      "aria-hidden=\"true\" focusable=\"false\"><defs>\n");
    for (size_t i = 0; i < BIL_DOC_KINDS; i++) {
        bil_text_addf(out,
                      "<pattern id=\"kind%zu\" width=\"6\" height=\"6\" "
                      "patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" "
                      "fill=\"%s\"/>%s</pattern>\n",
                      i, kinds[i].colour, kinds[i].strokes);
    }
    bil_text_add(out, "<pattern id=\"before\" width=\"5\" height=\"5\" "
                      "patternUnits=\"userSpaceOnUse\"><rect width=\"5\" height=\"5\" "
                      "fill=\"#fff\"/><path d=\"M-1 1l2-2M0 5l5-5M4 6l2-2\" stroke=\"#17545c\" "
                      "stroke-width=\"1.5\"/></pattern>\n</defs></svg>\n");
}
