import { placeOf, signalId } from '../domain/signals.ts';
import { behaviourOn } from './behaviour.ts';
import { draw } from './draw.ts';
import type { SamplePerson } from './samplePerson.ts';
import type { Uptake } from './uptake.ts';

/** Meetings by how they were set up; some meetings are of no kind, as in real reports. */
export interface MeetingKinds {
  readonly adHoc: number;
  readonly once: number;
  readonly recurring: number;
}

/** What one person did over some days. `values` in catalogue order. */
export interface Tally {
  readonly values: readonly number[];
  readonly organized: MeetingKinds;
  readonly attended: MeetingKinds;
  readonly audioSeconds: number;
  readonly videoSeconds: number;
  readonly screenSeconds: number;
  readonly hasOtherAction: boolean;
  /** The newest day with any action, as a day number. */
  readonly lastActive: number | undefined;
}

/** Reports look back this far, also for the last activity. */
const LOOK_BACK_DAYS = 180;
const SALT = { kind: 800, length: 801, video: 802 } as const;

const ORGANIZED = placeOf(signalId('teams.meetingsOrganized'));
const ATTENDED = placeOf(signalId('teams.meetingsAttended'));
const CALLS = placeOf(signalId('teams.calls'));

/**
 * Adds up the `days` days that end with `newest` (both day numbers and inclusive). Every number of a longer stretch is the
 * sum of those of its days; the last active day is looked for up to 180 days back, also outside the stretch.
 */
export function tallyOf(person: SamplePerson, newest: number, days: number, uptakes: readonly Uptake[]): Tally {
  const values: number[] = person.temper.levels.map(() => 0);
  const organized = { adHoc: 0, once: 0, recurring: 0 };
  const attended = { adHoc: 0, once: 0, recurring: 0 };
  let hasOtherAction = false;
  let lastActive: number | undefined;
  for (let ago = 0; ago < LOOK_BACK_DAYS; ago += 1) {
    const isInside = ago < days;
    if (!isInside && lastActive !== undefined) break;
    const number = newest - ago;
    const behaviour = behaviourOn(person, number, uptakes);
    if (behaviour.hasOtherAction) lastActive ??= number;
    if (!isInside || !behaviour.hasOtherAction) continue;
    hasOtherAction = true;
    for (const [place, value] of behaviour.values.entries()) values[place] = (values[place] ?? 0) + value;
    const kind = kindOn(person, number);
    if (kind === undefined) continue;
    organized[kind] += behaviour.values[ORGANIZED] ?? 0;
    attended[kind] += behaviour.values[ATTENDED] ?? 0;
  }
  const talks = (values[ATTENDED] ?? 0) + (values[CALLS] ?? 0);
  const talkSeconds = 900 + Math.floor(1_800 * draw(person.temper.key, SALT.length, 0));
  const videoSeconds = Math.floor(talkSeconds * draw(person.temper.key, SALT.video, 0));
  return {
    values,
    organized,
    attended,
    audioSeconds: talks * talkSeconds,
    videoSeconds: talks * videoSeconds,
    screenSeconds: talks * Math.floor(talkSeconds / 8),
    hasOtherAction,
    lastActive,
  };
}

/** The kind all meetings of a day are counted as: one a day keeps sums of days and periods equal. */
function kindOn(person: SamplePerson, number: number): keyof MeetingKinds | undefined {
  const share = draw(person.temper.key, SALT.kind, number);
  if (share < 0.15) return 'adHoc';
  if (share < 0.5) return 'once';
  return share < 0.95 ? 'recurring' : undefined;
}
