/**
 * How the page looks: light, dark where the reader's system is, and on A4. Texts have a contrast of at least 4.5 : 1 to what is behind
 * them, pieces of bars 3 : 1. On a narrow screen a row of a table becomes a block.
 */
export const PREVIEW_STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1d2129; --soft: #586070; --line: #dfe2e8; --wash: #f5f6f8; --accent: #0b6a6a;
  --in-use: #177573; --low: #b67d0e; --non: #b24a2a; --together: #b2641c; --cannot-tell: #8a919d; --alarm: #9c2b1b; --chat: #f5f5f5; --card-line: #d1d1d1; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #15181d; --ink: #e9ebef; --soft: #a7aeba; --line: #333943; --wash: #1d2128; --accent: #62cbc2;
    --in-use: #48aaa3; --low: #d9a33d; --non: #d9734d; --together: #d98a45; --cannot-tell: #6c7480; --alarm: #f19a85; --chat: #141414; --card-line: #4a4a4a; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
.page { max-width: 1040px; margin: 0 auto; padding: 48px 32px 64px; }
a { color: var(--accent); }
h1 { font-size: 34px; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 12px; font-weight: 650; }
h2 { font-size: 22px; line-height: 1.3; margin: 0 0 6px; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 16px; margin: 0; font-weight: 650; }
p { margin: 0 0 12px; max-width: 68ch; }
.kicker { color: var(--accent); font-weight: 650; font-size: 14px; margin-bottom: 8px; }
.lead { font-size: 18px; color: var(--soft); }
.soft { color: var(--soft); }
section { margin-top: 56px; }
section > p { color: var(--soft); }
.remark { border-left: 3px solid var(--accent); background: var(--wash); padding: 12px 16px; margin: 20px 0 0; max-width: none; }
.remark.alarm { border-color: var(--alarm); }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); margin: 32px 0 0; padding: 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.tile { padding: 18px 20px 18px 0; }
.tile + .tile { padding-left: 20px; border-left: 1px solid var(--line); }
.tile dt { color: var(--soft); font-size: 14px; line-height: 1.35; }
.tile dd { margin: 0; }
.tile { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tile dd { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.02em; margin-bottom: 4px; font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 24px; list-style: none; margin: 16px 0 0; padding: 0; font-size: 14px; color: var(--soft); }
.legend li { display: flex; gap: 8px; align-items: baseline; }
.legend b { color: var(--ink); font-weight: 600; }
.swatch { width: 12px; height: 12px; border-radius: 2px; flex: none; position: relative; top: 1px; }
.part { stroke: var(--paper); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.part.in-use { fill: var(--in-use); } .part.low { fill: var(--low); } .part.non { fill: var(--non); } .part.together { fill: var(--together); }
.part.cannot-tell { fill: var(--cannot-tell); } .part.untold { fill: url(#hatch); stroke: var(--cannot-tell); stroke-width: 1px; }
.bar { display: block; width: 100%; height: 18px; }
.swatch .part:not(.untold) { stroke: none; }
.hatch-line { stroke: var(--cannot-tell); stroke-width: 0.8; }
.app { margin-top: 32px; }
table { width: 100%; border-collapse: collapse; font-size: 15px; }
caption { text-align: left; font-weight: 650; font-size: 16px; padding: 0 0 6px; }
th { text-align: left; font-weight: 400; }
thead th { color: var(--soft); font-size: 13px; line-height: 1.3; padding: 4px 8px 6px; vertical-align: bottom; border-bottom: 1px solid var(--line); }
tbody th, tbody td { padding: 7px 8px; border-bottom: 1px solid var(--line); vertical-align: middle; }
tr > :first-child { padding-left: 0; } tr > :last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.habits, .needs { table-layout: fixed; }
.habits .label { width: 30%; } .habits .plot { width: 31%; } .habits .number { width: 9%; } .habits .last { width: 12%; } .habits td.number { font-size: 14px; }
.needs .label { width: 34%; } .needs .plot { width: 26%; } .needs .number { width: 14%; }
.muted { color: var(--soft); }
.goal th { font-weight: 650; }
.strip { height: 10px; border-radius: 2px; background: var(--wash); overflow: hidden; }
.strip rect { fill: var(--accent); }
.total th, .total td { font-weight: 650; }
.indent { padding-left: 20px !important; }
.cards { columns: 2; column-gap: 28px; margin-top: 24px; }
.cards figure { margin: 0 0 28px; break-inside: avoid; }
.cards figcaption { font-size: 14px; color: var(--soft); margin-bottom: 8px; }
.cards figcaption b { color: var(--ink); font-weight: 600; }
.chat { background: var(--chat); border: 1px solid var(--line); border-radius: 8px; padding: 14px; }
.face { border: 1px solid var(--card-line); border-radius: 6px; overflow: hidden; }
.face, .face * { font-family: 'Segoe UI', system-ui, Roboto, 'Helvetica Neue', Arial, sans-serif !important; }
.face.dark { display: none; }
.ac-pushButton { min-height: 32px; padding: 5px 10px; border: 1px solid #d1d1d1; border-radius: 4px; background: #ffffff; color: #242424; font-weight: 600; font-size: 14px; line-height: 20px; cursor: default; }
.dark .ac-pushButton { background: #2d2c2c; color: #ffffff; border-color: #666666; }
.ac-pushButton.style-positive { background: #5b5fc7 !important; border-color: #5b5fc7; color: #ffffff; }
.problems { padding-left: 20px; } .problems li { margin-bottom: 8px; overflow-wrap: anywhere; }
.plain { padding-left: 20px; margin: 12px 0 0; } .plain li { margin-bottom: 6px; max-width: 72ch; overflow-wrap: anywhere; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft); font-size: 14px; }
@media screen and (prefers-color-scheme: dark) { .face.light { display: none; } .face.dark { display: block; } }
@media screen and (max-width: 720px) {
  .page { padding: 28px 16px 40px; }
  h1 { font-size: 27px; }
  section { margin-top: 44px; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tile, .tile + .tile { padding: 14px 12px 14px 0; border-left: 0; }
  .tile:nth-child(even) { padding-left: 16px; border-left: 1px solid var(--line); }
  .tile:nth-child(n + 3) { border-top: 1px solid var(--line); }
  .tile dd { font-size: 25px; }
  .cards { columns: 1; }
  .chat { padding: 10px; }
  table.blocks, .blocks tbody, .blocks caption { display: block; }
  .blocks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .blocks tr { display: grid; grid-template-columns: repeat(4, 1fr); gap: 4px 8px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  .blocks th, .blocks td { display: block; width: auto !important; padding: 0 !important; border: 0; }
  .blocks .label, .blocks .plot, .blocks .whole { grid-column: 1 / -1; }
  .blocks .number { text-align: left; white-space: normal; }
  .blocks .number::before { content: attr(data-label); display: block; color: var(--soft); font-size: 12px; line-height: 1.3; }
  .blocks .wide { grid-column: span 2; }
  .blocks .about { grid-column: span 3; } .blocks .count { text-align: right; } .blocks .about:empty { display: none; } .blocks .about:empty + .count { grid-column: 1 / -1; text-align: left; }
  .blocks .whole:empty { display: none; } .together-mark { display: none; }
  .blocks .indent { padding-left: 0 !important; }
}
@page { size: A4; margin: 16mm 15mm; }
@media print {
  body { font-size: 10.5pt; line-height: 1.45; }
  .page { max-width: none; padding: 0; }
  h1 { font-size: 24pt; } h2 { font-size: 15pt; } .lead { font-size: 12pt; }
  section { margin-top: 26pt; }
  h2, h3, caption, thead, figcaption { break-after: avoid; }
  section > p { break-after: avoid; } section > table + p { break-before: avoid; }
  .examples { break-before: page; } .effect { break-inside: avoid; }
  tr, .tile, figure, .remark, .legend { break-inside: avoid; }
  .app { margin-top: 16pt; break-inside: avoid; }
  table { font-size: 9.5pt; } thead th { font-size: 8.5pt; } .habits .number { font-size: 9pt; }
  tbody th, tbody td { padding: 3.5pt 6pt; }
  .bar { height: 10pt; }
  .cards { zoom: 0.76; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
