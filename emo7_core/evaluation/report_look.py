"""The look of a report's page: light and dark as the system wishes, and paper.

What it is: one style sheet, in the colours of the window.
What it is not: content.
"""

STYLE = """
:root{--window:#f7f8fa;--card:#fff;--line:#dfe3e8;--ink:#15181c;--soft:#525a65;--faint:#858c96;
--paper:#fdfdfe;--accent:#0a7562;--accent-soft:#d3ebe4;--warn:#7a5b00;--warn-soft:#f6edcf}
@media (prefers-color-scheme:dark){:root{--window:#16181b;--card:#1f2226;--line:#2f333a;
--ink:#eceef1;--soft:#b0b6bf;--faint:#7d8590;--paper:#16181b;--accent:#5fd3b5;
--accent-soft:#21403a;--warn:#e8c95a;--warn-soft:#39321a}}
*{box-sizing:border-box}
body{margin:0;background:var(--window);color:var(--ink);
font:14px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1180px;margin:0 auto;padding:40px 24px 64px}
header{margin-bottom:24px}
.over{margin:0;color:var(--soft)}
h1{font-size:28px;line-height:1.25;margin:0 0 16px;font-weight:600}
h2{font-size:19px;line-height:1.3;margin:0 0 4px;font-weight:600}
h3{font-size:15px;margin:0 0 4px;font-weight:600}
dl{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0}
dt{color:var(--soft);font-size:12px}
dd{margin:0;font-weight:500}
section{background:var(--card);border-radius:10px;padding:24px;margin:0 0 16px}
.lead{color:var(--soft);margin:0 0 16px}
.notes{margin:0 0 16px;padding:12px 16px 12px 32px;background:var(--warn-soft);border-radius:10px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid var(--line);
font-weight:400}
thead th{color:var(--soft);font-size:12px;vertical-align:bottom}
tbody th{font-weight:500;min-width:150px}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
small{display:block;color:var(--soft);font-size:11px;font-weight:400}
.mark{display:inline-block;margin-top:4px;padding:1px 6px;border-radius:4px;font-size:11px;
color:var(--warn);background:var(--warn-soft)}
.floor th,.floor td{color:var(--soft)}
.bar{display:block;width:84px;height:9px;margin:4px 0 0 auto;overflow:visible}
.bar rect{fill:var(--ink);opacity:.3}
.bar line{stroke-width:2.5;stroke:var(--ink);vector-effect:non-scaling-stroke}
.bar .fl{stroke:var(--faint);stroke-width:1;stroke-dasharray:2 2}
article{border-left:3px solid var(--line);padding:2px 0 2px 14px;margin:0 0 16px}
article.better{border-color:var(--accent)}
article p{margin:0}
.row{display:flex;flex-wrap:wrap;gap:8px 24px}
figure{margin:8px 0 16px}
figure svg{max-width:100%;height:auto;display:block}
.hash{word-break:break-all;color:var(--soft)}
@media print{:root{--window:#fff;--card:#fff;--line:#dfe3e8;--ink:#15181c;--soft:#525a65;
--faint:#858c96;--paper:#fdfdfe;--accent:#0a7562;--warn:#7a5b00;--warn-soft:#fff}main{max-width:none;padding:0}
section{padding:8px 0;break-inside:auto}tr,figure,article{break-inside:avoid}
.wide{overflow:visible}table{font-size:9px}th,td{padding:3px 4px}}
"""
