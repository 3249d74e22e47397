// The page's style: one column, two grounds (light and dark), one colour for each severity, nothing fetched.

export const REPORT_STYLE = `
:root{color-scheme:light dark;--ground:#f7f7f5;--paper:#fff;--ink:#1c2126;--soft:#5b646d;--faint:#8b949c;--line:#e3e4e0;--band:#dfeae0;--bandline:#8bb093;--bar:#aab4bc;--odd:#d09a5b;
--critical:#9b1d54;--high:#c2362b;--medium:#b26a00;--low:#3b6ea5;--info:#79838c;--good:#3c7a4f;--shade:rgba(20,24,28,.05)}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--paper:#1c2024;--ink:#e7eaec;--soft:#a4adb5;--faint:#78828a;--line:#2d3338;--band:#233129;--bandline:#54795e;--bar:#59636b;--odd:#a87b45;
--critical:#ef6fa6;--high:#f0776b;--medium:#e0a347;--low:#78a9de;--info:#8f99a1;--good:#79b98a;--shade:rgba(255,255,255,.05)}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:1040px;margin:0 auto;padding:40px 24px 64px}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h1{font-size:34px;line-height:1.2;letter-spacing:-.02em;font-weight:650;max-width:24em}
h2{font-size:22px;line-height:1.3;letter-spacing:-.01em;font-weight:640;margin-bottom:8px}
h3{font-size:17px;line-height:1.4;font-weight:620}
h4{font-size:12px;letter-spacing:.06em;text-transform:uppercase;color:var(--faint);font-weight:600;margin-bottom:2px}
code{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;background:var(--shade);border-radius:4px;padding:1px 5px}
section{margin-top:48px}
.brand{display:flex;align-items:center;gap:10px;color:var(--soft);font-size:14px;margin-bottom:28px;flex-wrap:wrap}
.brand svg{width:26px;height:26px;flex:none}.brand b{color:var(--ink);font-weight:650}.brand .period{margin-left:auto}
.lead{font-size:17px;color:var(--soft);max-width:46em;margin-top:10px}
.tally{display:flex;flex-wrap:wrap;gap:8px 22px;margin-top:22px;list-style:none}
.tally li{display:flex;align-items:baseline;gap:7px;color:var(--soft)}.tally b{font-size:24px;font-weight:650;color:var(--c);font-variant-numeric:tabular-nums}
.sev-critical{--c:var(--critical)}.sev-high{--c:var(--high)}.sev-medium{--c:var(--medium)}.sev-low{--c:var(--low)}.sev-info{--c:var(--info)}
.badge{display:inline-block;color:var(--paper);background:var(--c);font-size:11.5px;font-weight:650;letter-spacing:.05em;text-transform:uppercase;border-radius:4px;padding:1px 7px}
.kicker{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;color:var(--soft);font-size:14px}.kicker .where{font-weight:600;color:var(--ink)}
.panel,.story,.card{background:var(--paper);border:1px solid var(--line);border-radius:10px}
.panel{padding:16px 18px 6px;margin-top:28px}
.timeline{display:block;width:100%;height:auto}.timeline.narrow{display:none}
.lane,.grid,.axis{stroke:var(--line);stroke-width:1}.grid{stroke-dasharray:2 4}
.tick{fill:var(--faint);font-size:12px}.dot{fill:var(--c);stroke:var(--paper);stroke-width:1.5}
.era{fill:var(--c);opacity:.09}.stroke{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;opacity:.75}
.story{padding:26px 28px;border-top:4px solid var(--c);margin-top:32px}.story h2{margin-top:8px;font-size:25px}
.chain{list-style:none;display:grid;grid-template-columns:repeat(12,1fr);gap:4px;margin:14px 0 26px}
.chain li{border-top:5px solid var(--line);padding-top:6px;font-size:11px;letter-spacing:-.01em;line-height:1.25;color:var(--faint);min-width:0;overflow-wrap:normal;hyphens:auto}
.chain .reached{border-color:var(--c);color:var(--ink);font-weight:600}.chain b{display:block;color:var(--c)}
.steps{list-style:none;border-left:2px solid var(--line);margin-left:6px}
.step{position:relative;padding:0 0 18px 24px}.step:last-child{padding-bottom:2px}
.step:before{content:"";position:absolute;left:-8px;top:6px;width:12px;height:12px;border-radius:50%;background:var(--c);border:2px solid var(--paper)}
time{font-variant-numeric:tabular-nums;color:var(--ink)}.gap{color:var(--faint)}
.step .saw{color:var(--soft);font-size:14.5px;max-width:50em}.what{font-size:16px;font-weight:560}a{color:inherit;text-decoration-color:var(--faint);text-underline-offset:3px}
.step.small{padding-bottom:16px}.step.small:before{width:8px;height:8px;left:-6px;top:8px}
.part{margin-top:26px}.now{margin:8px 0 10px;padding-left:22px;max-width:50em}.now li{padding:3px 0}pre{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;background:var(--shade);border-radius:6px;padding:8px 12px;margin:6px 0;white-space:pre-wrap}
.joined{margin-top:20px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:14px}
.card{border-left:4px solid var(--c);padding:20px 24px;margin-top:18px}.card h3{margin-top:6px}
.versus{display:grid;grid-template-columns:1fr 1fr;gap:18px;margin-top:16px}.versus p{color:var(--soft)}.versus .saw p{color:var(--ink)}.versus .short p{font-weight:560}
figure{margin:18px 0 6px;max-width:500px}figcaption,.faint{color:var(--faint);font-size:13px}
.chart{display:block;width:100%;height:auto}.band{fill:var(--band)}.bar{fill:var(--bar)}.bar.odd{fill:var(--odd)}.bar.now{fill:var(--c)}.seen{fill:var(--c);font-size:14px;font-weight:650}
.card>h4{margin-top:16px}
.shares{list-style:none;max-width:640px}.shares li{display:grid;grid-template-columns:minmax(0,1.4fr) 1fr 4em;gap:12px;align-items:center;font-size:14px;padding:2px 0}.percent{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums}
.track{display:inline-block;width:100%;height:8px;border-radius:4px;background:var(--shade);overflow:hidden}.fill{display:block;height:100%;background:var(--c,var(--bar));border-radius:4px}.fill.watching{background:var(--good)}.fill.learning{background:var(--medium)}
dl{margin-top:16px;font-size:14px}dl div{display:grid;grid-template-columns:6.5em 1fr;gap:12px;padding:5px 0;border-top:1px solid var(--line)}dt{color:var(--faint)}
.card details{border:0;padding:0;margin-top:6px;font-size:14px}.card summary{color:var(--soft)}.card details dl{margin-top:6px}
.codes code{display:inline-block;margin:0 4px 3px 0}
.scroll{overflow-x:auto;margin-top:14px}table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:right;padding:7px 0 7px 18px;border-top:1px solid var(--line);font-weight:400;font-variant-numeric:tabular-nums;vertical-align:top;overflow-wrap:normal}
tbody th{overflow-wrap:anywhere;min-width:9em}th:first-child,td.wide{text-align:left;padding-left:0}thead th{color:var(--faint);border-top:0;font-size:13px;white-space:nowrap}
.amounts{display:flex;height:5px;margin-top:5px;gap:1px;max-width:420px}.amounts i{display:block;border-radius:2px}i.folded{background:var(--good)}i.skipped{background:var(--bar)}i.quarantined{background:var(--high)}
.key{display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:5px}
td.progress{white-space:nowrap;min-width:200px}td.progress .track{width:90px;margin-right:10px}
details{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:10px 16px;margin-top:10px}summary{cursor:pointer}summary b{font-variant-numeric:tabular-nums;margin-right:8px}
.notes{list-style:none;margin-top:8px}.notes li{padding:7px 0 7px 14px;border-left:3px solid var(--medium);margin-top:8px;padding-left:14px}
footer{margin-top:56px;color:var(--faint);font-size:13px}
@media(max-width:640px){main{padding:24px 14px 48px}h1{font-size:26px}.story{padding:18px 16px}.card{padding:16px}.story h2{font-size:20px}.timeline.wide{display:none}.timeline.narrow{display:block}.panel{padding:10px 8px 2px}
.versus{grid-template-columns:1fr;gap:12px}.chain{display:flex;flex-wrap:wrap;gap:6px 12px}.chain .missed{display:none}.chain li{border-top-width:4px}dl div{grid-template-columns:1fr;gap:0}.brand .period{margin-left:0;width:100%}}
@media print{body{background:#fff}.card,.story,.panel{break-inside:avoid}}
`;
