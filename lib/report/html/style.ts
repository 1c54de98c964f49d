/**
 * The style of every page that stands alone. The colours are those of app/globals.css; there are no quotes or angle
 * brackets in it, so that it is the same text as contents of an element. On paper everything is dark on white.
 */
const LIGHT = `
  color-scheme: light;
  --page: #f7f7f5; --surface: #ffffff; --well: #f1f1ee; --line: #e5e5e0; --line-strong: #cfcfc8;
  --ink: #1b1d20; --ink-muted: #5c6066; --accent-text: #2a4899;
  --present: #5f6f6a; --good: #00694c; --missing: #b03a00;
  --conflicting: #933a6d; --malformed: #7f5300; --unattributable: #0a6590;
  --pending: #4d5d80; --partial: #6b5f00; --moved: #005d94;`;

const DARK = `
  color-scheme: dark;
  --page: #121417; --surface: #191c20; --well: #22262b; --line: #2a2e34; --line-strong: #424850;
  --ink: #e9eaec; --ink-muted: #a0a6ae; --accent-text: #a3b9f8;
  --present: #8ea09a; --good: #4fc9a0; --missing: #ff9357;
  --conflicting: #e79cc7; --malformed: #ecb646; --unattributable: #73c4ee;
  --pending: #a5b4d6; --partial: #e2d35c; --moved: #6cb8f0;`;

const TONES = [
  'present',
  'good',
  'missing',
  'conflicting',
  'malformed',
  'unattributable',
  'pending',
  'partial',
  'moved',
];
/** Levels of a tree that are drawn by indenting; the number stands beside deeper ones. */
export const INDENTS_MAX = 12;

export const STYLE = `
:root {${LIGHT}
}
@media (prefers-color-scheme: dark) { :root {${DARK}
} }
@media print { :root {${LIGHT}
  --page: #ffffff; --well: #ffffff; } }
* { box-sizing: border-box; }
html { background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 1.5rem 1rem 3rem;
  font: 0.9375rem/1.5 ui-sans-serif, system-ui, -apple-system, Roboto, Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
.sheet { max-width: 72rem; margin: 0 auto; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h1 { font-size: 1.5rem; margin: 0.25rem 0 0.75rem; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line-strong); }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p, ul, dl { margin: 0.5rem 0; }
p, li, dd { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
ul { padding-left: 1.25rem; }
a { color: var(--accent-text); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--accent-text); outline-offset: 2px; }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; }
.over, .muted { color: var(--ink-muted); }
.over { margin: 0; font-size: 0.8125rem; }
.verdict { font-size: 1.0625rem; padding: 0.75rem 1rem; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 0.5rem; }
.notice { padding: 0.5rem 0.75rem; border-left: 3px solid var(--line-strong); background: var(--well); }
.links { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; }
.mark { display: inline-flex; align-items: center; gap: 0.35rem; font-weight: 600; white-space: nowrap; }
.mark svg { flex: none; }
${TONES.map((tone) => `.${tone} { color: var(--${tone}); }`).join('\n')}
.scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.8125rem; }
caption { padding: 0.5rem 0.75rem; text-align: left; color: var(--ink-muted); }
th, td { padding: 0.4rem 0.75rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
th, td { min-width: 4.5rem; }
thead th { font-weight: 600; color: var(--ink-muted); vertical-align: bottom; }
td.number, th.number { text-align: right; white-space: nowrap; }
th[scope=row], td.name { min-width: 9rem; }
td.prose { min-width: 12rem; }
caption span { display: block; max-width: calc(100vw - 4rem); }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.15rem 1rem; font-size: 0.8125rem; }
dl.facts dt { color: var(--ink-muted); }
dl.facts dd { margin: 0; }
.finding, .exemplar { padding: 0 1rem 0.75rem; margin: 0.75rem 0; background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
${Array.from({ length: INDENTS_MAX }, (_, level) => `.in${level} { padding-left: ${level * 0.9}rem; }`).join('\n')}
footer { margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--line-strong); font-size: 0.8125rem; color: var(--ink-muted); }
@media (max-width: 30rem) {
  body { padding: 1rem 0.75rem 2rem; }
  th, td { padding: 0.4rem 0.5rem; }
  dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dl.facts dd { margin-bottom: 0.35rem; }
}
@media print {
  body { padding: 0; font-size: 10pt; }
  .sheet { max-width: none; }
  .scroll { overflow: visible; border: 0; }
  h2, h3, caption { break-after: avoid; }
  tr, .finding, .exemplar, .verdict { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 8pt; }
  th, td { padding: 0.25rem 0.35rem; }
  th, td, td.prose, td.name, th[scope=row] { min-width: 0; }
  .mark { white-space: normal; }
  code { font-size: 0.9em; }
  a[href^=http]::after { content: ' (' attr(href) ')'; font-size: 0.85em; overflow-wrap: anywhere; }
  .screen { display: none; }
}
`;
