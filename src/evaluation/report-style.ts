// The look of the report: one page without scripts or anything from outside, in light and dark, also on paper.

export const REPORT_STYLE = `
:root{color-scheme:light dark;
--ground:light-dark(#f6f5f1,#14161a);--card:light-dark(#fff,#1c1f25);--ink:light-dark(#1d1f24,#eceae4);
--soft:light-dark(#676b73,#9a9ea8);--line:light-dark(#e2e0d9,#31353d);--accent:light-dark(#2b5fd9,#7ea4ff);
--good:light-dark(#0f7b55,#4fc896);--bad:light-dark(#b3401f,#ff8f66);--faint:light-dark(#c9c6bc,#474c57);
--wash:light-dark(#eef2fc,#202839)}
*{box-sizing:border-box;margin:0}
body{background:var(--ground);color:var(--ink);font:16px/1.5 ui-sans-serif,system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;padding:3.5rem 1.25rem 5rem}
main{max-width:70rem;margin:auto;display:grid;gap:2.75rem}
h1{font-size:clamp(2rem,5vw,3.1rem);line-height:1.08;letter-spacing:-.025em;font-weight:680;overflow-wrap:anywhere}
h2{font-size:1.3rem;letter-spacing:-.012em;font-weight:650}
.kicker{color:var(--soft);font-size:.85rem;margin-bottom:.6rem}
.lede{max-width:46rem;font-size:1.12rem;color:var(--soft);margin-top:1rem}.lede b{color:var(--ink);font-weight:620}
.note{color:var(--soft);font-size:.88rem;max-width:46rem;margin:.3rem 0 1.1rem}
.warn{background:var(--wash);border-left:4px solid var(--accent);padding:.7rem 1rem;border-radius:.4rem;margin-top:1.2rem;max-width:46rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.9rem}
.tile,.panel{background:var(--card);border:1px solid var(--line);border-radius:.85rem;padding:1.05rem 1.15rem}
.tile p{color:var(--soft);font-size:.86rem}.tile strong{font-size:1.95rem;font-weight:640;letter-spacing:-.03em;font-variant-numeric:tabular-nums;display:block;line-height:1.25}
.tile small{color:var(--soft);font-size:.78rem;font-variant-numeric:tabular-nums}
.panel{overflow-x:auto}svg{display:block;max-width:100%;height:auto}
svg text{fill:var(--ink);font:13px ui-sans-serif,system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif}
svg .soft{fill:var(--soft);font-size:11.5px}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
.better{fill:var(--good);stroke:var(--good)}.worse{fill:var(--bad);stroke:var(--bad)}.even{fill:var(--soft);stroke:var(--soft)}
svg text.better{fill:var(--good);stroke:none;font-weight:600}svg text.worse{fill:var(--bad);stroke:none;font-weight:600}svg text.even{fill:var(--soft);stroke:none}
.axis{stroke:var(--line)}.zero{stroke:var(--faint);stroke-width:1.5}.track{fill:var(--line)}.fill{fill:var(--accent)}.span{stroke:var(--ink);stroke-width:2;stroke-linecap:round}
.other{fill:var(--card);stroke:var(--soft);stroke-width:2}.cell{fill:var(--accent)}.none{fill:none;stroke:var(--line)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:.9rem}
details{border-top:1px solid var(--line);padding:.75rem 0}details:first-of-type{border-top:0}summary{cursor:pointer;display:flex;gap:.8rem;align-items:baseline;flex-wrap:wrap}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:.3rem}
.tag{font-size:.74rem;padding:.08rem .5rem;border-radius:1rem;border:1px solid var(--line);color:var(--soft);white-space:nowrap}
.tag.worse{color:var(--bad);border-color:currentColor;background:none}
summary>.tag:first-child{flex:none}summary>.tag:first-child+span{flex:1 1 0;min-width:min(100%,11rem)}
blockquote{border-left:3px solid var(--line);padding-left:.85rem;margin:.5rem 0;color:var(--soft)}blockquote.said{border-color:var(--bad);color:var(--ink)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;font-size:.9rem}dt{color:var(--soft)}dd{overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.88rem;border-top:1px solid var(--line);padding-top:1.4rem;display:grid;gap:.6rem;max-width:52rem}
@media print{:root{color-scheme:light}body{background:#fff;padding:0}details::details-content{content-visibility:visible;block-size:auto}.panel,.tile{break-inside:avoid}details{break-inside:avoid}}
`;
