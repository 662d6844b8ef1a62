import type { FilesPreviewed } from '../../src/app/previewFiles.ts';
import type { Preview, Told } from '../../src/domain/preview.ts';
import { reportOf } from '../../src/domain/reports.ts';
import { exampleScripts } from './exampleCards.ts';
import { html, type Markup, raw } from './markup.ts';
import { cardSection, effectSection, habitSection, needSection, weekSection } from './previewSections.ts';
import { PREVIEW_STYLE } from './previewStyle.ts';
import { bestEffect, counted, sayDay, sayFile, sayNames, sayPeriods } from './previewWords.ts';

/** The preview as one page that needs nothing else: no network, no other file. */
export function previewPage({ preview, problems, notes }: FilesPreviewed & { readonly preview: Preview }): string {
  const { found } = preview;
  const told = found.kind === 'told' ? found : undefined;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>What Adoption Coach would do</title>
<style>${raw(PREVIEW_STYLE)}</style>
</head>
<body>
<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute"><defs><pattern id="hatch" width="3" height="10" patternUnits="userSpaceOnUse"><path class="hatch-line" d="M0 10 L3 0"/></pattern></defs></svg>
<div class="page">
<header>
<p class="kicker">Adoption Coach · preview</p>
<h1>What would happen in the first week</h1>
<p class="lead">Worked out for ${sayDay(preview.asOf)} from ${preview.files.length === 1 ? 'one exported report' : `${preview.files.length} exported reports`}, data up to ${sayDay(preview.dataDay)}. Nothing was stored and nothing was sent.</p>
${remarks(preview, problems.length)}
${told === undefined ? html`<p class="remark alarm">Fewer than 10 people are in these files. Nothing is told of a group this small.</p>` : tiles(told)}
</header>
<main>
${told === undefined ? undefined : [habitSection(told.apps), needSection(told.needs), weekSection(told), cardSection(told), effectSection(told)]}
${fileSection(preview, problems, notes)}
</main>
<footer><p>No person is named on this page, no group has fewer than 10 people, and none can be computed from the others. Percentages are in steps of 5. Stages are provisional: a habit is only called one after four weeks of daily data.</p></footer>
</div>
${told === undefined || told.examples.length === 0 ? undefined : exampleScripts(told.examples)}
</body>
</html>
`;
  return page.text;
}

function remarks(preview: Preview, problemCount: number): Markup {
  const all = [sayNames(preview.names), sayPeriods(preview)].filter((remark) => remark !== undefined);
  return html`${all.map((remark) => html`<p class="remark">${remark}</p>`)}${
    problemCount === 0
      ? undefined
      : html`<p class="remark alarm">${problemCount === 1 ? 'One thing' : `${problemCount} things`} in the files could not be used. <a href="#unused">See which</a></p>`
  }`;
}

function tiles(told: Told): Markup {
  const best = bestEffect(told);
  const tip = told.week.getTip;
  const tile = (value: string, what: string): Markup => html`<div class="tile"><dt>${what}</dt><dd>${value}</dd></div>`;
  return html`<dl class="tiles">
${tile(counted(told.people), 'people in the files')}
${tile(String(told.apps.reduce((sum, { habits }) => sum + habits.length, 0)), 'habits seen')}
${tile(tip === undefined ? '–' : counted(tip), tip === undefined ? 'cards in the first week: not shown, so that nobody can be singled out' : 'cards in the first week, one a person at most')}
${tile(best === undefined ? '–' : `${best.toFixed(1)} pp`, best === undefined ? 'no effect could be claimed at this size' : 'smallest difference that could be found, in percentage points')}
</dl>`;
}

function fileSection(preview: Preview, problems: readonly string[], notes: readonly string[]): Markup {
  const missing = preview.missingReports.map((report) => reportOf(report).label);
  return html`<section aria-labelledby="files">
<h2 id="files">The files</h2>
<ul class="plain">${preview.files.map((file) => html`<li>${sayFile(file)}${file.missingColumns.length === 0 ? '' : `. Without the columns ${file.missingColumns.join(', ')}`}</li>`)}</ul>
${missing.length === 0 ? undefined : html`<p style="margin-top:12px">Not among them: ${missing.join(', ')}.</p>`}
${notes.length === 0 ? undefined : html`<h3 style="margin-top:24px">Not needed</h3><ul class="plain">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${problems.length === 0 ? undefined : html`<h3 id="unused" style="margin-top:24px">Not used</h3><ul class="problems plain">${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`}
</section>`;
}
