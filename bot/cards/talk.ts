import type { Message } from '../../src/domain/message.ts';
import type { Words, WordsKey } from '../words/words.ts';
import { chooseOne, oftenChoice, personaChoice, TOPICS_INPUT, topicOptions } from './choices.ts';
import { introduction } from './introduction.ts';
import { notice, type Sentence } from './notice.ts';
import { apart, type Card, card, facts, heading, press, primary, rows, strong, text } from './parts.ts';

type Of<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;

/** Not a topic, so it is kept as none. */
const NO_TOPIC = 'any';

const tipPress = (words: Words) => press(words.plain('button.tip'), 'coach.tip');
const helpPress = (words: Words) => press(words.plain('button.help'), 'coach.help');

/** Says who speaks, why, and how to stop, and asks three things, each of which can be left as it is. */
export function welcomeCard(message: Of<'welcome'>, words: Words): Card {
  const topics = [[NO_TOPIC, words.plain('welcome.anyTopic')] as const, ...topicOptions(message.offered, words)];
  return card(words, words.plain('welcome.spoken'), [
    heading(words.shown('welcome.heading')),
    text(words.shown('welcome.text')),
    introduction(message, words),
    apart(strong(words.shown('welcome.ask'))),
    personaChoice(undefined, words),
    chooseOne(TOPICS_INPUT, words.plain('welcome.topic'), topics, NO_TOPIC),
    oftenChoice('weekly', words),
    ...rows(
      [primary(press(words.plain('button.save'), 'welcome.save')), press(words.plain('button.tip'), 'coach.tip', undefined, { ignoresInputs: true })],
      [
        press(words.plain('button.data'), 'me.data', undefined, { ignoresInputs: true }),
        press(words.plain('button.never'), 'me.never', undefined, { ignoresInputs: true }),
      ],
    ),
  ]);
}

const COMMANDS: readonly (readonly [command: WordsKey, means: WordsKey])[] = [
  ['help.tip', 'help.tipMeans'],
  ['help.quiz', 'help.quizMeans'],
  ['help.lesson', 'help.lessonMeans'],
  ['help.progress', 'help.progressMeans'],
  ['help.why', 'help.whyMeans'],
  ['help.settings', 'help.settingsMeans'],
  ['help.pause', 'help.pauseMeans'],
  ['help.fewer', 'help.fewerMeans'],
  ['help.never', 'help.neverMeans'],
  ['help.data', 'help.dataMeans'],
  ['help.delete', 'help.deleteMeans'],
];

export function helpCard({ isDemo, support }: Of<'help'>, words: Words): Card {
  const commands = isDemo ? [...COMMANDS, ['help.nextWeek', 'help.nextWeekMeans'] as const] : COMMANDS;
  return card(words, words.plain('help.spoken'), [
    heading(words.shown('help.heading')),
    text(words.shown('help.intro')),
    facts(commands.map(([command, means]) => [words.shown(command), words.shown(means)])),
    ...(support === undefined ? [] : [text(words.shown('support', { support }))]),
    ...rows([tipPress(words), press(words.plain('button.data'), 'me.data')]),
  ]);
}

/** Nothing was found on the person's words. */
export function notUnderstoodCard({ isDemo, support }: Of<'not-understood'>, words: Words): Card {
  const sentences: readonly Sentence[] = [
    ['notUnderstood.text'],
    ...(support === undefined ? [] : [['notUnderstood.support', { support }] as const]),
    ...(isDemo ? [['notUnderstood.demo'] as const] : []),
  ];
  return notice(words, 'notUnderstood.heading', sentences, [tipPress(words), helpPress(words)]);
}

/** Asked "why" before any tip was sent. */
export function whyNothingCard(words: Words): Card {
  return notice(words, 'whyNothing.heading', [['whyNothing.text']], [tipPress(words)]);
}

export function noTipCard({ praise }: Of<'no-tip'>, words: Words): Card {
  const sentences: readonly Sentence[] = praise === undefined ? [['noTip.text']] : [['tip.praise', { did: praise.did }], ['noTip.text']];
  return notice(words, 'noTip.heading', sentences);
}

/** Kind and short: whoever says thanks wants nothing more. */
export function smallTalkCard({ said }: Of<'small-talk'>, words: Words): Card {
  return notice(words, `smallTalk.${said}`, [[`smallTalk.${said}.text`]]);
}

export function cannotReadCard(words: Words): Card {
  return notice(words, 'cannotRead.heading', [['cannotRead.text']], [tipPress(words), helpPress(words)]);
}

export function cardGoneCard(words: Words): Card {
  return notice(words, 'cardGone.heading', [['cardGone.text']], [tipPress(words), helpPress(words)]);
}

export function demoMovedCard({ today }: Of<'demo-moved'>, words: Words): Card {
  return notice(words, 'demo.heading', [['demo.today', { day: words.day(today) }]]);
}

export function failedCard(words: Words): Card {
  return notice(words, 'failed.heading', [['failed.text']]);
}
