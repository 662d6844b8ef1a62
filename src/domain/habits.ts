import { CATALOGUE } from './catalogue.ts';
import { Fault } from './errors.ts';
import type { Brand } from './ids.ts';
import { placeOf, type SignalId, type SignalKind, signalId } from './signals.ts';

export type HabitId = Brand<string, 'HabitId'>;

/** A habit that can be had: one signal, or a scenario, which several ways lead to. Doing any of its signals counts. */
export interface HabitDefinition {
  readonly id: HabitId;
  /** At least one. */
  readonly signals: readonly [SignalId, ...SignalId[]];
  /** Places of its signals in the catalogue. */
  readonly places: readonly number[];
  /** Whether actions are counted, so that many of them can make somebody a power user. */
  readonly isCounted: boolean;
  /** A noun for lists. */
  readonly label: string;
}

type Scenario = readonly [id: string, label: string, signals: readonly [string, ...string[]]];

/** Where the way does not matter, only that the thing is done. Append, never reorder: part of what is stored. */
const SCENARIOS: readonly Scenario[] = [
  ['files-as-links', 'Files shared as links', ['onedrive.sharedInternally', 'sharepoint.sharedInternally']],
  ['files-in-the-cloud', 'Files kept in the cloud', ['onedrive.files', 'sharepoint.files']],
  ['mail-under-control', 'Mail under control', ['outlook.read', 'outlook.mobile']],
  ['calendar-kept', 'A calendar others can rely on', ['outlook.meetingsAnswered', 'outlook.meetingsCreated']],
  ['on-the-phone', 'Work at hand on the phone', ['teams.mobile', 'outlook.mobile']],
  ['community-life', 'Taking part in communities', ['engage.posted', 'engage.liked', 'engage.read']],
  [
    'copilot-anywhere',
    'Copilot, wherever it helps',
    ['copilot.chat', 'copilot.teams', 'copilot.word', 'copilot.excel', 'copilot.powerpoint', 'copilot.outlook', 'copilot.onenote', 'copilot.agents'],
  ],
];

const isCountedKind = (kind: SignalKind | undefined): boolean => kind === 'count';

function scenario([id, label, [first, ...others]]: Scenario): HabitDefinition {
  const signals = [signalId(first), ...others.map(signalId)] as const;
  const places = signals.map(placeOf);
  return { id: id as HabitId, label, signals, places, isCounted: places.every((place) => isCountedKind(CATALOGUE[place]?.kind)) };
}

/** Every habit: one for each signal of the catalogue, in its order and under its id, then the scenarios. Stages are stored in this order. */
export const HABITS: readonly HabitDefinition[] = [
  ...CATALOGUE.map(
    ({ id, kind, label }, place): HabitDefinition => ({
      id: habitOfSignal(id),
      signals: [id],
      places: [place],
      isCounted: isCountedKind(kind),
      label,
    }),
  ),
  ...SCENARIOS.map(scenario),
];

const PLACES = new Map<string, number>(HABITS.map((habit, place) => [habit.id, place]));

/** The habit that is one signal. */
export function habitOfSignal(signal: SignalId): HabitId {
  return signal as string as HabitId;
}

/** A habit's id. Throws `invalid-content` for one that is not known. */
export function habitId(text: string): HabitId {
  if (!PLACES.has(text)) throw new Fault('invalid-content', `no habit ${JSON.stringify(text)}; known: ${[...PLACES.keys()].join(', ')}`);
  return text as HabitId;
}

/** The habit's place in every stored array of stages, from 0. */
export function habitPlaceOf(id: HabitId): number {
  return PLACES.get(id) ?? -1;
}

export function habitDefinition(id: HabitId): HabitDefinition {
  const found = HABITS[habitPlaceOf(id)];
  if (found === undefined) throw new Fault('invalid-content', `no habit ${JSON.stringify(id)}`);
  return found;
}
