import { habitDefinition } from '../../src/domain/habits.ts';
import type { NeedPicture, Told } from '../../src/domain/preview.ts';
import type { AppPicture, HabitPicture } from '../../src/domain/previewPicture.ts';
import { STANDINGS, type Standing } from '../../src/domain/previewStanding.ts';
import type { ToldShare } from '../../src/domain/previewTold.ts';
import { exampleFigures } from './exampleCards.ts';
import { html, type Markup } from './markup.ts';
import {
  counted,
  STANDING_MEANINGS,
  STANDING_WORDS,
  sayBase,
  sayComparison,
  sayDay,
  sayEffect,
  sayGoal,
  sayLacking,
  sayMissing,
  saySilence,
  TOGETHER_WORDS,
} from './previewWords.ts';
import { sayShare } from './sayShare.ts';
import { stageBar } from './stageBar.ts';

/** Where people stand, app by app: a bar for the eye, and its numbers in the same row. */
export function habitSection(apps: readonly AppPicture[]): Markup {
  return html`<section aria-labelledby="habits">
<h2 id="habits">Habits by app</h2>
<p>Where people stand today, as far as sums of whole periods can say. Percentages are in steps of 5.</p>
<ul class="legend">${STANDINGS.map((standing) => html`<li>${swatch(standing)}<span><b>${STANDING_WORDS[standing]}</b>: ${STANDING_MEANINGS[standing]}</span></li>`)}
<li>${swatch('together')}<span><b>${TOGETHER_WORDS}</b>: the two together, where one alone is too few people</span></li>
<li>${swatch('untold')}<span><b>Not shown</b>: fewer than 10 people, or it would give them away</span></li></ul>
${apps.map(appTable)}
</section>`;
}

const swatch = (part: string): Markup =>
  html`<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><rect class="part ${part}" width="12" height="12" rx="2"/></svg>`;

function appTable({ app, habits }: AppPicture): Markup {
  const last = (standing: Standing): string => (standing === STANDINGS.at(-1) ? ' last' : '');
  return html`<div class="app"><table class="habits blocks" role="table">
<caption>${app ?? 'Across apps'}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="label">What people do</th><th scope="col" role="columnheader" class="plot">Share of people</th>${STANDINGS.map(
    (standing) => html`<th scope="col" role="columnheader" class="number${last(standing)}">${STANDING_WORDS[standing]}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${habits.map(
    (picture) =>
      html`<tr role="row"><th scope="row" role="rowheader" class="label">${picture.label}</th><td role="cell" class="plot">${stageBar(picture)}</td>${shareCells(picture)}</tr>`,
  )}</tbody></table></div>`;
}

/** A number for each standing; one for two of them where one alone would tell of too few. */
function shareCells({ shares, lacking }: HabitPicture): readonly Markup[] {
  const cell = (share: ToldShare, label: string): Markup =>
    html`<td role="cell" class="number${isFaint(share) ? ' muted' : ''}" data-label="${label}">${sayShare(share)}</td>`;
  const both = html`<td role="cell" class="number wide" colspan="2" aria-colspan="2" data-label="${TOGETHER_WORDS}"><span class="soft together-mark">together </span>${sayShare(lacking)}</td>`;
  const isTogether = shares.low.kind === 'hidden' && shares.non.kind === 'hidden' && lacking.kind !== 'hidden';
  return [
    cell(shares['in-use'], STANDING_WORDS['in-use']),
    ...(isTogether ? [both] : [cell(shares.low, STANDING_WORDS.low), cell(shares.non, STANDING_WORDS.non)]),
    cell(shares['cannot-tell'], STANDING_WORDS['cannot-tell']),
  ];
}

/** Nothing, or nothing told: it need not catch the eye. */
const isFaint = (share: ToldShare): boolean => share.kind === 'hidden' || (share.kind === 'percent' && share.percent === 0);

/** Who lacks what the coach would look after. */
export function needSection(needs: readonly NeedPicture[]): Markup {
  const goals = [...new Set(needs.map(({ goal }) => goal))];
  const row = (need: NeedPicture): Markup => {
    const percent = need.lacking.kind === 'percent' ? need.lacking.percent : 0;
    return html`<tr role="row"><th scope="row" role="rowheader" class="label indent">${need.label}</th><td role="cell" class="plot"><svg class="bar strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${percent}" height="10"/></svg></td><td role="cell" class="number wide" data-label="Certainly lack it">${sayLacking(need)}</td><td role="cell" class="soft whole">${sayMissing(need)}</td></tr>`;
  };
  return html`<section aria-labelledby="needs">
<h2 id="needs">What people lack in the default focus</h2>
<p>Only what is in the focus is ever written about. You choose it; until then it is what pays off for most: meetings, chat and channels, links instead of attachments, mail under control.</p>
<table class="needs blocks" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="label">Habit</th><th scope="col" role="columnheader" class="plot">Share of people</th><th scope="col" role="columnheader" class="number">Certainly lack it</th><th scope="col" role="columnheader">Remark</th></tr></thead>
${goals.map(
  (goal) =>
    html`<tbody role="rowgroup"><tr class="goal" role="row"><th scope="rowgroup" colspan="4" role="rowheader" class="whole">${sayGoal(goal)}</th></tr>${needs.filter((need) => need.goal === goal).map(row)}</tbody>`,
)}</table>
</section>`;
}

/** What would be sent to how many. */
export function weekSection({ week }: Told): Markup {
  const told = (people: number | undefined): string => (people === undefined ? 'not shown' : counted(people));
  const row = (kind: string, what: string, about: string, people: string): Markup =>
    html`<tr role="row" class="${kind}"><th scope="row" role="rowheader" class="label${kind === '' ? ' indent' : ''}">${what}</th><td role="cell" class="soft about">${about}</td><td role="cell" class="number count">${people}</td></tr>`;
  const total = (what: string, people: number | undefined): Markup => row('total', what, '', told(people));
  const line = (what: string, about: string, people: number): Markup => row('', what, about, counted(people));
  return html`<section aria-labelledby="week">
<h2 id="week">The first week</h2>
<p>At most one card a person and week, on a working day, within working hours. For this preview everybody works Monday to Friday, 9 to 17.</p>
<table class="blocks" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">What</th><th scope="col" role="columnheader">For the habit</th><th scope="col" role="columnheader" class="number">People</th></tr></thead>
<tbody role="rowgroup">${total('Get a tip', week.getTip)}
${week.tips.map(({ title, habit, people }) => line(title, habitDefinition(habit).label, people))}
${week.otherTips > 0 ? line('Other tips', 'fewer than 10 people each, or not shown', week.otherTips) : undefined}</tbody>
${week.wait === 0 ? undefined : html`<tbody role="rowgroup">${total('Theirs comes later, so that the effect can be measured', week.wait)}</tbody>`}
<tbody role="rowgroup">${total('Get nothing', week.getNothing)}
${week.silences.map(({ why, people }) => line(`They ${saySilence(why)}`, '', people))}
${week.otherSilences > 0 ? line('For other reasons', '', week.otherSilences) : undefined}</tbody></table>
</section>`;
}

export function cardSection({ examples }: Told): Markup | undefined {
  if (examples.length === 0) return undefined;
  return html`<section class="examples" aria-labelledby="examples">
<h2 id="examples">How a card looks</h2>
<p>The names are invented. The tips are those most people would get. Buttons do nothing on this page.</p>
${exampleFigures(examples)}
</section>`;
}

/** What could be found out, and when. */
export function effectSection({ comparison, effects, readOn }: Told): Markup {
  return html`<section class="effect" aria-labelledby="effect">
<h2 id="effect">The effect that could be found</h2>
<p>${sayComparison(comparison)}${readOn === undefined ? '' : ` The first honest answer comes on ${sayDay(readOn)} if it starts now.`}</p>
${
  effects.length === 0
    ? undefined
    : html`<table class="blocks" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Habit</th><th scope="col" role="columnheader" class="number">Do it now</th><th scope="col" role="columnheader" class="number">Smallest difference that would be found</th></tr></thead>
<tbody role="rowgroup">${effects.map((effect) => html`<tr role="row"><th scope="row" role="rowheader" class="label">${effect.label}</th><td role="cell" class="number wide" data-label="Do it now">${sayBase(effect)}</td><td role="cell" class="number wide" data-label="Would be found from">${sayEffect(effect)}</td></tr>`)}</tbody></table>
<p style="margin-top:12px">Found with a probability of 80 %, with a two-sided test at 5 %. A smaller effect may be there and stay unseen; messages like these move behaviour by a few percentage points at most.</p>`
}
</section>`;
}
