/** The page's style: system fonts, both colour schemes, and paper. Charts stay on a white card in the dark. */
export const look = `
:root{--ink:#0b0c0c;--soft:#45494c;--line:#b1b4b6;--paper:#fff;--panel:#f3f4f5;--link:#12436d;--bad:#a3190f;--good:#00602b;--warn:#7a4100;--badge:#12436d;--badge-ink:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#f1f2f3;--soft:#b8bec2;--line:#555c61;--paper:#14171a;--panel:#1f2428;--link:#9ecbf5;--bad:#ffa69e;--good:#86d9a5;--warn:#f5c07a;--badge:#9ecbf5;--badge-ink:#0b0c0c}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0}
p,ul,ol{margin:0 0 1rem;max-width:44rem}li{margin-bottom:.3rem}
a{color:var(--link);text-underline-offset:.15em}a:hover{text-decoration-thickness:3px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem;top:0;background:var(--paper);padding:.75rem 1rem;z-index:1}.skip:focus{left:.5rem;top:.5rem}
main,.marking,.banner{padding-left:max(1rem,calc(50vw - 30rem));padding-right:max(1rem,calc(50vw - 30rem))}
.marking{margin:0;max-width:none;padding-top:.5rem;padding-bottom:.5rem;background:var(--badge);color:var(--badge-ink);font-weight:700;letter-spacing:.04em}
.banner{margin:0;max-width:none;padding-top:.5rem;padding-bottom:.5rem;background:var(--panel);border-bottom:1px solid var(--line);font-weight:700;color:var(--warn)}
h1,h2,h3,h4,h5,h6{line-height:1.2;text-wrap:balance;margin:2rem 0 .75rem}
h1{font-size:2.25rem;margin-top:2.25rem;max-width:44rem}h2{font-size:1.5625rem;margin-top:3rem}h3{font-size:1.25rem}h4,h5,h6{font-size:1.0625rem;margin-top:1.25rem}
.lead{color:var(--soft)}
.summary{margin:1.5rem 0 2rem;padding:1rem 1.25rem .25rem;border:1px solid var(--line);border-left:.5rem solid var(--badge)}
.summary h2{margin:0 0 .5rem;font-size:1.25rem}.summary p,.summary ul{max-width:none}
nav h2{font-size:1.0625rem;margin:0 0 .5rem}nav ol{padding-left:1.25rem}
.cell{margin:1.25rem 0}
.name,code,pre{font-family:ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace;font-size:.875em;overflow-wrap:anywhere}
pre{background:var(--panel);padding:.875rem 1rem;margin:.5rem 0 1rem;overflow-x:auto;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}pre code{font-size:1em}
.figure{font-weight:700;white-space:nowrap}
mark.missing{background:none;color:var(--bad);font-weight:700}
.notice{border-left:.375rem solid var(--warn);background:var(--panel);padding:.625rem 1rem;margin:0 0 1rem;max-width:48rem}.notice p{margin:0}.notice ul{margin:.375rem 0 0;padding-left:1.25rem}.notice.failed{border-color:var(--bad)}
.warned strong{color:var(--warn)}.failed strong,.verdict.failed{color:var(--bad)}.verdict.passed{color:var(--good)}.verdict.warned,.verdict.skipped{color:var(--warn)}
.source,.about,.rows,.unit,.said,.version{color:var(--soft);font-weight:400}.source{margin-bottom:.5rem;font-size:.9375rem}
.param .label{font-weight:700}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--link);padding:.25rem 0;overflow-wrap:anywhere;font-size:.9375rem}summary:hover{text-decoration:underline}
.onpaper{display:none}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0 1.25rem}
table{border-collapse:collapse;min-width:min(22rem,100%);font-size:.9375rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;font-weight:700;padding-bottom:.5rem;overflow-wrap:anywhere}
.rows{display:block;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4375rem 1.25rem .4375rem 0;border-bottom:1px solid var(--line);max-width:30rem;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:.25rem}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:400}.number{text-align:right;white-space:nowrap}
.said{display:block;font-size:.8125rem}
.hash{overflow-wrap:anywhere;display:inline-block;min-width:16rem}
figure{margin:1.5rem 0}.card{background:#fff;border:1px solid var(--line);overflow-x:auto;padding:.25rem}
.card svg{display:block;max-width:100%;height:auto;min-width:30rem}
figcaption{margin-top:.5rem;color:var(--soft);font-size:.9375rem;max-width:44rem}
.prose blockquote{margin:1rem 0;padding-left:1rem;border-left:.25rem solid var(--line)}.prose table{margin-bottom:1rem}
.reports{list-style:none;padding:0}.reports li{border-top:1px solid var(--line);padding:1rem 0}.reports h2{margin:0 0 .25rem;font-size:1.25rem}.reports p{margin:0}
@media (forced-colors:active){.marking,.summary,.notice{border:1px solid}}
@media print{
:root{--ink:#000;--soft:#333;--line:#888;--paper:#fff;--panel:#f3f4f5;--link:#000;--bad:#8a120a;--good:#00501f;--warn:#5c3100;--badge:#fff;--badge-ink:#000}
@page{size:A4;margin:12mm 14mm 14mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:9pt Arial,sans-serif}}
html{font-size:10pt;color-scheme:light}
.skip,nav{display:none}
main,.marking,.banner{padding-left:0;padding-right:0}
.sheet{display:table;width:100%;table-layout:fixed}
.sheet-head{display:table-header-group;break-inside:avoid}.sheet-foot{display:table-footer-group;break-inside:avoid}.sheet-body{display:table-row-group}
.marking{text-align:center;padding:1mm 0;border-bottom:1pt solid #000}.sheet-foot .marking{border:0;border-top:1pt solid #000}
.banner{padding:1mm 0;margin-bottom:3mm;background:none;text-align:center}
h1{font-size:20pt;margin-top:4mm}h2{font-size:14pt}h3{font-size:12pt}
h1,h2,h3,h4,summary,caption{break-after:avoid}p{orphans:3;widows:3}
figure .card,.notice,.summary li,tr,pre{break-inside:avoid}.card{border:0}.card svg{min-width:0}
thead{display:table-header-group}table{font-size:8.5pt}.scroll{overflow:visible}
th,td{padding-right:2.5mm}td{overflow-wrap:anywhere}.wide{font-size:7pt}.wide th{overflow-wrap:anywhere}.number{white-space:normal}.hash{min-width:0}
details:not(.long)::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none;font-weight:700;color:#000}summary::-webkit-details-marker{display:none}
.onpaper{display:inline}
a[href^="http"]::after{content:" (" attr(href) ")";overflow-wrap:anywhere}
}
`;
