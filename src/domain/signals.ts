import { CATALOGUE } from './catalogue.ts';
import { Fault } from './errors.ts';
import type { Brand } from './ids.ts';
import type { Service } from './person.ts';
import { REPORTS, type ReportName } from './reports.ts';

export type SignalId = Brand<string, 'SignalId'>;

/**
 * What a column holds. `count`: actions. `minutes`: a duration in seconds, kept as minutes, rounded up. `days`: used or not on that
 * day. `last-date`: the date it was last seen, kept as used or not on that day.
 */
export type SignalKind = 'count' | 'minutes' | 'days' | 'last-date';

/** One measured behaviour: a column of a usage report, per person per day. */
export interface Signal {
  readonly id: SignalId;
  readonly report: ReportName;
  /** The column's name in the report's header, white space folded. */
  readonly column: string;
  readonly kind: SignalKind;
  readonly app: string;
  /** The licence that makes it possible. */
  readonly service: Service;
  /** Completes "many colleagues …" for people: "start conversations in channels". */
  readonly doing: string;
  /** Completes "you …" once seen, in the past: "started conversations in channels". */
  readonly did: string;
  /** A noun for lists: "Conversations started in channels". */
  readonly label: string;
}

/** A signal's id as the catalogue knows it. Throws `invalid-content` for one it does not know. */
export function signalId(text: string): SignalId {
  return signalOf(text).id;
}

const BY_ID = new Map<string, { readonly signal: Signal; readonly place: number }>(CATALOGUE.map((signal, place) => [signal.id, { signal, place }]));

/** The signal with this id. Throws `invalid-content` for one the catalogue does not know. */
export function signalOf(id: string): Signal {
  const known = BY_ID.get(id);
  if (known === undefined)
    throw new Fault('invalid-content', `no signal ${JSON.stringify(id)}; known: ${CATALOGUE.map((signal) => signal.id).join(', ')}`);
  return known.signal;
}

/** The signal's place in every array of the whole catalogue, from 0. */
export function placeOf(id: SignalId): number {
  return BY_ID.get(id)?.place ?? -1;
}

const OF_REPORT = new Map<ReportName, readonly Signal[]>(REPORTS.map((report) => [report, CATALOGUE.filter((signal) => signal.report === report)]));

/** The signals of one report in catalogue order: what each of its rows holds. */
export function signalsOf(report: ReportName): readonly Signal[] {
  return OF_REPORT.get(report) ?? [];
}

/** The signal's place among those of its own report, from 0. */
export function placeInReport(id: SignalId): number {
  return signalsOf(signalOf(id).report).findIndex((signal) => signal.id === id);
}
