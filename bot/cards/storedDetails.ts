import type { GroundsKind } from '../../src/domain/delivery.ts';
import { ERRAND_KINDS } from '../../src/domain/delivery.ts';
import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import { isUuid } from '../../src/domain/ids.ts';
import { SERVICES } from '../../src/domain/person.ts';
import { isTopic } from '../../src/domain/topic.ts';
import type { WordsKey } from '../words/words.ts';
import { day, each, labelled, oneOf, type Say, share, type Told, text, time, title, yesNo } from './storedValues.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const service = oneOf(SERVICES, (one) => `stored.service.${one}`);

/** `German (Germany)`; what no list of names knows stays as it is. */
const named =
  (type: 'language' | 'region'): Say =>
  (value, told, row) => {
    const code = text(value, told, row);
    // The platform throws for what is no tag at all, and there is nothing else to ask it by.
    try {
      return new Intl.DisplayNames([told.words.language], { type }).of(code) ?? code;
    } catch {
      return code;
    }
  };
export const languageName = named('language');
export const country = named('region');

/** By service the day its licence was first seen; nothing where none is known. */
export const licences: Say = (value, told, row) =>
  isFields(value)
    ? Object.entries(value)
        .map(([name, since]) => `${service(name, told, row)} ${day(since, told, row)}`)
        .join(', ')
    : text(value, told, row);

/** Working time, language, whose mailbox, until when away; further fields as they are. */
export const mailbox: Say = (value, told, row) => {
  if (!isFields(value)) return text(value, told, row);
  const { workingTime, language, purpose, awayUntil, ...others } = value;
  const { words } = told;
  return [
    ...(isFields(workingTime) ? [workingTimeOf(workingTime, told)] : []),
    ...(language === undefined ? [] : [words.plain('stored.mailboxLanguage', { language: languageName(language, told, row) })]),
    ...(purpose === undefined ? [] : [oneOf(['user', 'other'], (one) => `stored.purpose.${one}`)(purpose, told, row)]),
    ...(awayUntil === undefined ? [] : [words.plain('stored.awayUntil', { time: time(awayUntil, told, row) })]),
    ...(Object.keys(others).length === 0 ? [] : [text(others, told, row)]),
  ].join(', ');
};

/** A Monday; the six days after it are the rest of the week. */
const MONDAY_MS = Date.parse('2026-03-09T00:00:00Z');
const DAY_MS = 86_400_000;

function workingTimeOf({ zone, weekdays, startMinute, endMinute }: Fields, { words }: Told): string {
  const weekday = new Intl.DateTimeFormat(words.language, { weekday: 'long', timeZone: 'UTC' });
  const clock = (minute: unknown): string => `${pad(Math.floor(Number(minute) / 60))}:${pad(Number(minute) % 60)}`;
  const list = Array.isArray(weekdays) ? weekdays.map((one) => weekday.format(MONDAY_MS + (Number(one) - 1) * DAY_MS)) : [];
  return words.plain('stored.workingTime', { from: clock(startMinute), to: clock(endMinute), days: list.join(', '), zone: String(zone) });
}

const pad = (number: number): string => String(number).padStart(2, '0');

const GROUNDS: readonly GroundsKind[] = ['department', 'organisation', 'useful', 'new-licence'];
const ERRAND_FIELDS: Readonly<Record<string, readonly [label: WordsKey, say: Say]>> = {
  kind: ['stored.errand.kind', oneOf(ERRAND_KINDS, (one) => `stored.errand.${one}`)],
  item: ['stored.errand.item', title],
  signal: ['stored.errand.signal', labelled],
  habit: ['stored.errand.habit', labelled],
  grounds: ['stored.errand.grounds', oneOf(GROUNDS, (one) => `stored.grounds.${one}`)],
  introduces: ['stored.errand.introduces', yesNo],
  praise: ['stored.errand.praise', labelled],
  welcomesBack: ['stored.errand.welcomesBack', yesNo],
  question: ['stored.errand.question', title],
  questions: ['stored.errand.questions', each(title)],
};

/** What a message was to say. Its kind and content stand in columns of their own, so they are not said twice. */
export const errand: Say = (value, told, row) => {
  if (!isFields(value)) return text(value, told, row);
  return Object.entries(value)
    .filter(([name, field]) => field !== null && field !== row[name])
    .map(([name, field]) => {
      const known = ERRAND_FIELDS[name];
      return known === undefined ? `${name} ${text(field, told, row)}` : `${told.words.plain(known[0])} ${known[1](field, told, row)}`;
    })
    .join(', ');
};

/** By item its chance, then what had none; the choice to send nothing is one of them. */
export const options: Say = (value, told, row) => {
  if (!isFields(value)) return text(value, told, row);
  const nameOf = (item: string): string => (item === '' ? told.words.plain('stored.nothing') : title(item, told, row));
  const without = Object.keys(value).filter((item) => value[item] === 0);
  return [
    ...Object.entries(value).flatMap(([item, chance]) => (chance === 0 ? [] : [`${nameOf(item)} ${share(chance, told, row)}`])),
    ...(without.length === 0 ? [] : [`${told.words.plain('stored.alsoWeighed')} ${without.map(nameOf).join(', ')}`]),
  ].join('; ');
};

/** Why it was decided so, as the planner notes it, part by part. */
export const reason: Say = (value, told, row) => {
  const { words } = told;
  const noted = text(value, told, row);
  return noted
    .split(', ')
    .map((part) => {
      if (part === 'explored') return words.plain('stored.reason.explored');
      if (part === 'new licence') return words.plain('stored.reason.new-licence');
      if (part === 'drew nothing') return words.plain('stored.reason.drew-nothing');
      const good = /^expected good (.+)$/.exec(part)?.[1];
      if (good !== undefined) return words.plain('stored.reason.good', { good: Number(good) });
      const unanswered = /^no answer to (\d+) messages$/.exec(part)?.[1];
      return unanswered === undefined ? part : words.plain('stored.reason.no-answer', { count: Number(unanswered) });
    })
    .join(', ');
};

const USUAL = ['meetings', 'chat-and-channels', 'files-as-links', 'mail-under-control'] as const;

/** A usual aim, a topic of the person's own, or a goal somebody chose for the organization. */
export const goal: Say = (value, told, row) => {
  const id = text(value, told, row);
  const { words } = told;
  const usual = USUAL.find((one) => one === id && DEFAULT_FOCUS.some((known) => known.id === id));
  if (usual !== undefined) return words.plain(`stored.goal.${usual}`);
  const topic = id.startsWith('own:') ? id.slice('own:'.length) : undefined;
  if (topic !== undefined && isTopic(topic)) return words.plain('stored.goal.own', { topic: words.plain(`topic.${topic}`) });
  return isUuid(id) ? words.plain('stored.goal.chosen', { id }) : id;
};
