import { createInstance } from 'i18next';
import { type Day, dayIn, type Instant } from '../../src/domain/time.ts';
import { english } from './en.ts';
import { markdownOf, plainOf } from './foreignText.ts';

/** One file of sentences per language; the first is the one everybody gets whose language has none. */
const RESOURCES = { en: english } as const;
/** How days and times of day are written: 24 hours, so that no reminder is twelve hours off. */
const DATE_LOCALES = { en: 'en-GB' } as const satisfies Record<Language, string>;

export type Language = keyof typeof RESOURCES;
type Stem<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
export type WordsKey = Stem<keyof typeof english>;
export type WordValues = Readonly<Record<string, string | number>>;

/** The sentences of one language. */
export interface Words {
  readonly language: Language;
  /** For a TextBlock or a FactSet: values filled in are shown as they are, never read as markdown, HTML or a mention. */
  shown(key: WordsKey, values?: WordValues): string;
  /** For places without markdown: button titles, labels, toasts, and what is read aloud. */
  plain(key: WordsKey, values?: WordValues): string;
  /** `18 November 2026`. */
  day(day: Day): string;
  /** `Tuesday 10 March, 09:00`, as clocks in `zone` (IANA name) show it. */
  moment(at: Instant, zone: string): string;
  /** `mails, chats or calls`. */
  anyOf(list: readonly string[]): string;
  /** `10 March 2026, 09:00`, as clocks in `zone` show it: for times of any year. */
  time(at: Instant, zone: string): string;
}

function wordsIn(language: Language): Words {
  const shown = translatorOf(language, markdownOf);
  const plain = translatorOf(language, plainOf);
  const locale = DATE_LOCALES[language];
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const zones = new Map<string, { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat }>();
  const zoneOf = (zone: string) => {
    const known = zones.get(zone) ?? {
      day: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }),
      time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }),
    };
    zones.set(zone, known);
    return known;
  };
  const choices = new Intl.ListFormat(locale, { type: 'disjunction' });
  const dayOf = (day: Day): string => days.format(Date.parse(`${day}T00:00:00Z`));
  return {
    language,
    shown,
    plain,
    day: dayOf,
    anyOf: (list) => choices.format(list),
    time: (at, zone) => plain('plan.moment', { day: dayOf(dayIn(zone, at)), time: zoneOf(zone).time.format(at) }),
    moment: (at, zone) => plain('plan.moment', { day: zoneOf(zone).day.format(at), time: zoneOf(zone).time.format(at) }),
  };
}

/** Two instances differ only in how they escape, so that no card has to remember it. */
function translatorOf(language: Language, escaped: (text: string) => string): (key: WordsKey, values?: WordValues) => string {
  const instance = createInstance();
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    resources: Object.fromEntries(Object.entries(RESOURCES).map(([name, translation]) => [name, { translation }])),
    // Values must not open a placeholder or a nested key of their own: a name may hold {{…}} or $t(…).
    interpolation: { escapeValue: true, escape: escaped, skipOnVariables: true },
  });
  // Most sentences of a card have nothing to fill in, and finding each anew would be most of what a card costs.
  const fixed = new Map<WordsKey, string>();
  return (key, values) => {
    if (values !== undefined) return instance.t(key, { ...values });
    const text = fixed.get(key) ?? instance.t(key);
    fixed.set(key, text);
    return text;
  };
}

export const ENGLISH: Words = wordsIn('en');
