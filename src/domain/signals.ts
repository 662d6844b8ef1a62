import { Fault } from './errors.ts';
import type { Brand } from './ids.ts';
import type { Service } from './person.ts';

export type SignalId = Brand<string, 'SignalId'>;
export type ReportName = 'getTeamsUserActivityUserDetail';
export const REPORTS = ['getTeamsUserActivityUserDetail'] as const satisfies readonly ReportName[];

/** One measured behaviour: a column of a usage report, per person per day. */
export interface Signal {
  readonly id: SignalId;
  readonly report: ReportName;
  /** The column's name in the report's header, white space folded. */
  readonly column: string;
  readonly kind: 'count';
  readonly app: string;
  readonly service: Service;
  /** Completes "many colleagues …" for people: "start conversations in channels". */
  readonly doing: string;
  /** Completes "you …" once seen, in the past: "started conversations in channels". */
  readonly did: string;
  /** A noun for lists: "Conversations started in channels". */
  readonly label: string;
}

const TEAMS = 'getTeamsUserActivityUserDetail';

/**
 * The order is part of what is stored: a fact row is an array in this order. Append, never reorder, and raise
 * `CATALOGUE_VERSION` with every change. Column names: Microsoft Graph, reportroot-getteamsuseractivityuserdetail.
 */
export const CATALOGUE: readonly Signal[] = [
  teams('teams.privateChats', 'Private Chat Message Count', 'Chat messages', 'write in chat', 'wrote in chat'),
  teams(
    'teams.channelPosts',
    'Post Messages',
    'Conversations started in channels',
    'start conversations in channels',
    'started conversations in channels',
  ),
  teams('teams.channelReplies', 'Reply Messages', 'Replies in channels', 'reply in channels', 'replied in channels'),
  teams('teams.meetingsOrganized', 'Meetings Organized Count', 'Meetings organized', 'set up meetings in Teams', 'set up meetings in Teams'),
  teams('teams.meetingsAttended', 'Meetings Attended Count', 'Meetings attended', 'join meetings in Teams', 'joined meetings in Teams'),
  teams('teams.calls', 'Call Count', 'Calls', 'call each other in Teams', 'called in Teams'),
];

/** Stored beside every fact row, so that rows of an older catalogue can be told apart. */
export const CATALOGUE_VERSION = 1;

function teams(id: string, column: string, label: string, doing: string, did: string): Signal {
  return { id: id as SignalId, report: TEAMS, column, kind: 'count', app: 'Teams', service: 'teams', label, doing, did };
}

/** A signal's id as the catalogue knows it. Throws `invalid-content` for one it does not know. */
export function signalId(text: string): SignalId {
  return signalOf(text).id;
}

/** The signal with this id. Throws `invalid-content` for one the catalogue does not know. */
export function signalOf(id: string): Signal {
  const signal = CATALOGUE.find((candidate) => candidate.id === id);
  if (signal === undefined)
    throw new Fault('invalid-content', `no signal ${JSON.stringify(id)}; known: ${CATALOGUE.map((known) => known.id).join(', ')}`);
  return signal;
}

/** The signal's place in every stored array of its catalogue, from 0. */
export function placeOf(id: SignalId): number {
  return CATALOGUE.findIndex((candidate) => candidate.id === id);
}
