export const pageStyle = `
:root{color-scheme:light dark;--page:#f5f6f8;--surface:#fff;--ink:#171b24;--muted:#566072;--line:#dde1e8;--accent:#2450c4;--bad:#b3221c}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--surface:#181c25;--ink:#e8ebf1;--muted:#a0a9ba;--line:#2c3340;--accent:#8fb0ff;--bad:#ff8f87}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{color:var(--muted);margin:.3rem 0}
a{color:var(--accent)}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.wide{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .8rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);overflow-wrap:break-word}
td:last-child{min-width:16rem}
thead th{border-top:0;color:var(--muted);font-weight:600}
.time{white-space:nowrap;font-variant-numeric:tabular-nums}.bad{color:var(--bad);font-weight:600}
code,pre{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:1rem;margin:0}
iframe{width:100%;height:44rem;border:1px solid var(--line);border-radius:8px;background:var(--surface)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:.5rem 0}dt{color:var(--muted)}dd{margin:0}
`;
