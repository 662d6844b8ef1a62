import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { STAGES } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import { REPORTS, reportOf } from '../../src/domain/reports.ts';
import { signalsOf } from '../../src/domain/signals.ts';
import { type Day, instant, instantOf } from '../../src/domain/time.ts';
import type { Words, WordsKey } from '../words/words.ts';

/** What is needed to say a stored value. */
export interface Told {
  readonly words: Words;
  /** Where times are shown. */
  readonly zone: string;
  /** What tips and lessons are called and questions ask, by id. */
  readonly titles: ReadonlyMap<string, string>;
}

/** A stored value in words; empty where there is nothing to say. `row`: the values beside it. */
export type Say = (value: unknown, told: Told, row: Readonly<Record<string, unknown>>) => string;

/** Plain text as it is stored; what is nested as `name: value`. Whatever else fails, nothing is left out. */
export const text: Say = (value, told, row) => {
  if (Array.isArray(value)) return value.length === 0 ? told.words.plain('stored.none') : value.map((one) => text(one, told, row)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${text(inner, told, row)}`)
    .join(', ');
};

/** Of a list each one, in its order; anything else alone. */
export const each =
  (say: Say): Say =>
  (value, told, row) => {
    if (!Array.isArray(value)) return say(value, told, row);
    return value.length === 0 ? told.words.plain('stored.none') : value.map((one) => say(one, told, row)).join(', ');
  };

/** A name from a closed list, by its words; one of a newer release as it is stored. */
export const oneOf =
  <Name extends string>(known: readonly Name[], key: (name: Name) => WordsKey): Say =>
  (value, told, row) => {
    const name = known.find((one) => one === value);
    return name === undefined ? text(value, told, row) : told.words.plain(key(name));
  };

export const yesNo: Say = (value, told, row) =>
  typeof value === 'boolean' ? told.words.plain(value ? 'stored.yes' : 'stored.no') : text(value, told, row);

export const day: Say = (value, told, row) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? told.words.day(value as Day) : text(value, told, row);

/** ISO text, or milliseconds inside of JSON. */
export const time: Say = (value, told, row) => {
  if (typeof value === 'number') return told.words.time(instantOf(value), told.zone);
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value)
    ? told.words.time(instant(value), told.zone)
    : text(value, told, row);
};

/** How many of something, in its words. */
export const counted =
  (key: WordsKey): Say =>
  (value, told, row) =>
    typeof value === 'number' ? told.words.plain(key, { count: value }) : text(value, told, row);

export const days = counted('stored.dayCount');

/** How often; nothing for never. */
export const times: Say = (value, told, row) => (value === 0 ? '' : counted('stored.times')(value, told, row));

/** A number with so many digits after the point at most. */
export const rounded =
  (digits: number): Say =>
  (value, told, row) =>
    typeof value === 'number' ? String(Number(value.toFixed(digits))) : text(value, told, row);

/** The sign is not parted from its number at the end of a line. */
const percent = (number: number): string => `${number}\u00a0%`;

/** A share, 0…1, in per cent. */
export const share: Say = (value, told, row) => (typeof value === 'number' ? percent(Number((value * 100).toFixed(2))) : text(value, told, row));

export const quoted: Say = (value, told, row) => told.words.plain('stored.quoted', { text: text(value, told, row) });

/** A tip or a lesson by its title, a question by what it asks; by its id when it is in the pack no more. */
export const title: Say = (value, told, row) => quoted(typeof value === 'string' ? (told.titles.get(value) ?? value) : value, told, row);

const LABELS = new Map<unknown, string>([...HABITS, ...CATALOGUE].map(({ id, label }) => [id, label]));
/** A behavior or a habit. */
export const labelled: Say = (value, told, row) => LABELS.get(value) ?? text(value, told, row);

const HABIT_LABELS = HABITS.map(({ label }) => label);
const SIGNAL_LABELS = CATALOGUE.map(({ label }) => label);
const REPORT_LABELS = REPORTS.map((report) => reportOf(report).label);
const reportNamed = (number: unknown) => REPORTS.find((report) => reportOf(report).number === number);

export const habitAt: Say = (value, told, row) => HABIT_LABELS[Number(value)] ?? text(value, told, row);
export const signalAt: Say = (value, told, row) => SIGNAL_LABELS[Number(value)] ?? text(value, told, row);
export const report: Say = (value, told, row) => {
  const name = reportNamed(value);
  return name === undefined ? text(value, told, row) : reportOf(name).label;
};

/** A list whose places have names: what is above zero by name, then how many are not known. */
function listOf(list: readonly unknown[], labels: readonly string[], { words }: Told, say: (value: unknown) => string = String): string {
  const above = list.flatMap((value, place) => (value === null || value === 0 ? [] : [`${labels[place] ?? place + 1} ${say(value)}`]));
  const unknown = list.filter((value) => value === null).length;
  return [
    ...(above.length === 0 && unknown < list.length ? [words.plain('stored.allZero')] : above),
    ...(unknown === 0 ? [] : [words.plain('stored.notKnown', { count: unknown })]),
  ].join(', ');
}

const listed =
  (labels: (row: Readonly<Record<string, unknown>>) => readonly string[], say?: (value: unknown) => string): Say =>
  (value, told, row) =>
    Array.isArray(value) && value.length > 0 ? listOf(value, labels(row), told, say) : each(text)(value, told, row);

export const daysByReport = listed(() => REPORT_LABELS);
/** A week names all that is counted, a day or a period what its report counts. */
export const counts = listed(({ report: number }) => {
  const name = reportNamed(number);
  return name === undefined ? SIGNAL_LABELS : signalsOf(name).map(({ label }) => label);
});
/** Kept in ten-thousandths. */
export const gaps = listed(
  () => HABIT_LABELS,
  (value) => percent(Math.round(Number(value) / 100)),
);

/** Every habit, by the stage it has reached, the highest first. */
export const stages: Say = (value, told, row) => {
  if (!Array.isArray(value) || value.length === 0) return each(text)(value, told, row);
  const list: readonly unknown[] = value;
  return [...STAGES]
    .reverse()
    .flatMap((stage) => {
      const labels = list.flatMap((number, place) => (STAGES[Number(number)] === stage ? [HABIT_LABELS[place] ?? String(place + 1)] : []));
      return labels.length === 0 ? [] : [`${told.words.plain(`stored.stage.${stage}`)}: ${labels.join(', ')}`];
    })
    .join('; ');
};
