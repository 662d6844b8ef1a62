import { OBSTACLES } from '../../src/domain/intent.ts';
import type { Tip } from '../../src/domain/item.ts';
import type { Explanation, TipState } from '../../src/domain/message.ts';
import type { Words } from '../words/words.ts';
import { groundsText } from './grounds.ts';
import { apart, aside, type Card, card, heading, type Origin, press, primary, rows, strong, text } from './parts.ts';

/** The names of the two inputs, merged by the client into the data of the press. */
export const OBSTACLE_INPUT = 'obstacle';
export const WORDS_INPUT = 'words';
export const MOST_OBSTACLE_CHARACTERS = 300;

type Moments = Extract<TipState, { kind: 'choosing-plan' }>['moments'];

/** Asks for the moment of the reminder. */
export function choosingPlan(tip: Tip, moments: Moments, zone: string, origin: Origin, words: Words): Card {
  return card(words, `${words.plain('plan.heading')} ${words.plain('plan.text')}`, [
    heading(words.shown('plan.heading')),
    aside(words.shown('after.tip', { title: tip.title })),
    text(words.shown('plan.text')),
    ...rows(...moments.map(({ moment, at }) => [press(words.moment(at, zone), 'tip.planAt', origin, { values: { moment } })])),
    ...rows([press(words.plain('button.back'), 'tip.back', origin)]).map(apart),
  ]);
}

/** Asks what is in the way: one of seven reasons, and a few words if wanted. */
export function choosingObstacle(tip: Tip, origin: Origin, words: Words): Card {
  return card(words, `${words.plain('obstacle.heading')} ${words.plain('obstacle.choice')}`, [
    heading(words.shown('obstacle.heading')),
    aside(words.shown('after.tip', { title: tip.title })),
    {
      type: 'Input.ChoiceSet',
      id: OBSTACLE_INPUT,
      label: words.plain('obstacle.choice'),
      style: 'expanded',
      isRequired: true,
      errorMessage: words.plain('obstacle.choose'),
      wrap: true,
      choices: OBSTACLES.map((obstacle) => ({ title: words.plain(`obstacle.${obstacle}`), value: obstacle })),
    },
    { type: 'Input.Text', id: WORDS_INPUT, label: words.plain('obstacle.words'), isMultiline: true, maxLength: MOST_OBSTACLE_CHARACTERS },
    ...rows([
      primary(press(words.plain('button.send'), 'tip.obstacle', origin)),
      press(words.plain('button.back'), 'tip.back', origin, { ignoresInputs: true }),
    ]),
  ]);
}

/** What the reports say of this one person, for their eyes, and every way to change what comes. */
export function explaining(explanation: Explanation, origin: Origin, words: Words): Card {
  const seen = seenText(explanation, words);
  return card(words, `${words.plain('why.heading')} ${words.plain('why.onlyYou')}`, [
    heading(words.shown('why.heading')),
    text(groundsText(explanation.grounds, words)),
    text(seen),
    strong(words.shown('why.onlyYou')),
    aside(words.shown('why.data')),
    ...rows([press(words.plain('button.wrong'), 'tip.wrong', origin), press(words.plain('button.data'), 'me.data', origin)]),
    apart(text(words.shown('why.choose'))),
    ...rows(
      [press(words.plain('button.pause'), 'me.pause', origin), press(words.plain('button.fewer'), 'me.fewer', origin)],
      [press(words.plain('button.never'), 'me.never', origin)],
    ),
    ...rows([press(words.plain('button.back'), 'tip.back', origin)]).map(apart),
  ]);
}

/** The person's own signal. Nothing seen is said as "not yet in the report": the report may miss things, the person knows better. */
function seenText({ signal, dataDay, seen }: Explanation, words: Words): string {
  const { label } = signal;
  const day = dataDay === undefined ? undefined : words.day(dataDay);
  if (seen === undefined) return day === undefined ? words.shown('why.noData', { label }) : words.shown('why.cannotTell', { label, day });
  const values = { label, active: seen.activeWeeks, weeks: seen.weeks, ...(day === undefined ? {} : { day }) };
  if (seen.activeWeeks === 0) return words.shown(day === undefined ? 'why.notSeenWeeks' : 'why.notSeen', values);
  return words.shown(day === undefined ? 'why.seenWeeks' : 'why.seen', values);
}
