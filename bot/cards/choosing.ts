import { LANGUAGES, type Language } from '../../src/domain/language.ts';
import type { Message, ShownChoice } from '../../src/domain/message.ts';
import { markdownOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { chooseOne, chooseSome, LANGUAGE_INPUT, oftenChoice, personaChoice, TOPICS_INPUT, topicOptions } from './choices.ts';
import { notice } from './notice.ts';
import { aside, type Card, card, facts, heading, press, primary, rows } from './parts.ts';

type Of<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;

/** Everything a person can set, as it is now. */
export function settingsCard({ shown }: Of<'settings'>, words: Words): Card {
  return card(words, `${words.plain('settings.heading')}. ${words.plain('settings.onlyYou')}`, [
    heading(words.shown('settings.heading')),
    oftenChoice(shown.often, words),
    ...(shown.pausedUntil === undefined ? [] : [aside(words.shown('cadence.paused', { day: words.day(shown.pausedUntil) }))]),
    personaChoice(shown.persona, words),
    chooseSome(TOPICS_INPUT, words.plain('settings.topics'), topicOptions(shown.offered, words), shown.topics),
    ...rows(
      [primary(press(words.plain('button.save'), 'settings.save'))],
      [
        press(words.plain('button.language'), 'settings.language', undefined, { ignoresInputs: true }),
        press(words.plain('button.data'), 'me.data', undefined, { ignoresInputs: true }),
      ],
    ),
    aside(words.shown('settings.onlyYou')),
  ]);
}

/** What is set now, after a change. */
export function settingsSavedCard({ shown }: Of<'settings-saved'>, words: Words): Card {
  return notice(
    words,
    'settings.saved',
    [['settings.savedAfter']],
    [press(words.plain('button.change'), 'coach.settings'), press(words.plain('button.tip'), 'coach.tip')],
    [facts(settingsOf(shown, words))],
  );
}

function settingsOf({ often, pausedUntil, persona, guessed, topics }: ShownChoice, words: Words): readonly (readonly [string, string])[] {
  const until = pausedUntil === undefined ? undefined : words.shown('cadence.paused', { day: words.day(pausedUntil) });
  return [
    [words.shown('settings.factOften'), until ?? words.shown(`settings.often.${often}`)],
    [words.shown('settings.factPersona'), words.shown(`persona.${persona ?? guessed}`)],
    [
      words.shown('settings.factTopics'),
      topics.length === 0 ? words.shown('settings.noTopics') : markdownOf(topics.map((topic) => words.plain(`topic.${topic}`)).join(', ')),
    ],
  ];
}

/** Each language by its own name. */
const NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
  pl: 'Polski',
  ja: '日本語',
};

/** Asks for the language, and says honestly which one is spoken. */
export function languageCard({ wish, isSaved }: Of<'language'>, words: Words): Card {
  if (isSaved && wish !== undefined)
    return notice(
      words,
      'language.saved',
      [wish === 'en' ? ['language.savedEnglish'] : ['language.savedOther', { language: NAMES[wish] }]],
      [press(words.plain('button.change'), 'settings.language'), press(words.plain('button.tip'), 'coach.tip')],
    );
  return card(words, `${words.plain('language.heading')}. ${words.plain('language.text')}`, [
    heading(words.shown('language.heading')),
    aside(words.shown('language.text')),
    chooseOne(
      LANGUAGE_INPUT,
      words.plain('language.choice'),
      LANGUAGES.map((language) => [language, NAMES[language]]),
      wish ?? 'en',
    ),
    ...rows([
      primary(press(words.plain('button.save'), 'settings.saveLanguage')),
      press(words.plain('button.settings'), 'coach.settings', undefined, { ignoresInputs: true }),
    ]),
  ]);
}
