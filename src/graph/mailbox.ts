import { z } from 'zod';
import type { Mailbox, WorkingTime } from '../domain/person.ts';
import { DAY_MS, day, type Instant, later, momentIn } from '../domain/time.ts';
import { usualWorkingTime } from '../domain/workingTime.ts';
import { zoneNamed, zoneOfBias } from './zones.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d/);
const moment = z.object({ dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d/), timeZone: z.string().nullish() });

/** The part of Graph's mailboxSettings that is asked for. */
export const mailboxSettings = z.object({
  timeZone: z.string().nullish(),
  language: z.object({ locale: z.string().nullish() }).nullish(),
  userPurpose: z.string().nullish(),
  workingHours: z
    .object({
      daysOfWeek: z.array(z.string()).nullish(),
      startTime: time.nullish(),
      endTime: time.nullish(),
      timeZone: z.object({ name: z.string().nullish(), bias: z.number().nullish() }).nullish(),
    })
    .nullish(),
  automaticRepliesSetting: z
    .object({ status: z.string().nullish(), scheduledStartDateTime: moment.nullish(), scheduledEndDateTime: moment.nullish() })
    .nullish(),
});
export type MailboxSettings = z.infer<typeof mailboxSettings>;

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const LAST_MINUTE = 24 * 60 - 1;
/** An absence that begins later than this is left to a later reading: messages are planned at most a week ahead. */
const AHEAD_MS = 7 * DAY_MS;

/**
 * What the settings say, for planning. `awayUntil`: the end of scheduled automatic replies that have begun or begin within
 * 7 days; one day from now where they are always on, for nobody knows longer.
 */
export function mailboxOf(settings: MailboxSettings, now: Instant, defaultZone: string): Mailbox {
  const purpose = settings.userPurpose ?? 'user';
  return {
    workingTime: workingTimeOf(settings, defaultZone),
    language: settings.language?.locale || undefined,
    purpose: purpose === 'user' ? 'user' : 'other',
    awayUntil: awayUntil(settings.automaticRepliesSetting ?? undefined, now),
  };
}

/**
 * Hours that cross midnight end with the day, because a working day here begins and ends on one day. `undefined` where the
 * zone cannot be told in whole hours, or days or hours are empty.
 */
function workingTimeOf(settings: MailboxSettings, defaultZone: string): WorkingTime | undefined {
  const hours = settings.workingHours ?? {};
  const zone = zoneOf(hours.timeZone ?? { name: settings.timeZone }, settings.timeZone, defaultZone);
  if (zone === undefined) return undefined;
  const usual = usualWorkingTime(zone);
  const weekdays = hours.daysOfWeek?.map((name) => WEEKDAYS.indexOf(name.toLowerCase()) + 1).filter((weekday) => weekday > 0) ?? usual.weekdays;
  const startMinute = hours.startTime ? minutesOf(hours.startTime) : usual.startMinute;
  const end = hours.endTime ? minutesOf(hours.endTime) : usual.endMinute;
  if (weekdays.length === 0 || end === startMinute) return undefined;
  return { zone, weekdays: [...new Set(weekdays)].sort(), startMinute, endMinute: end > startMinute ? end : LAST_MINUTE };
}

type ZoneSettings = NonNullable<NonNullable<MailboxSettings['workingHours']>['timeZone']>;

function zoneOf(zone: ZoneSettings, mailboxZone: string | null | undefined, defaultZone: string): string | undefined {
  const named = zoneNamed(zone.name);
  if (named !== undefined) return named;
  if (typeof zone.bias === 'number') return zoneOfBias(zone.bias);
  return zoneNamed(mailboxZone) ?? defaultZone;
}

type Replies = NonNullable<MailboxSettings['automaticRepliesSetting']>;

function awayUntil(replies: Replies | undefined, now: Instant): Instant | undefined {
  if (replies?.status === 'alwaysEnabled') return later(now, DAY_MS);
  if (replies?.status !== 'scheduled') return undefined;
  const start = momentOf(replies.scheduledStartDateTime ?? undefined);
  const end = momentOf(replies.scheduledEndDateTime ?? undefined);
  if (end === undefined || end <= now) return undefined;
  return start !== undefined && start > later(now, AHEAD_MS) ? undefined : end;
}

function momentOf(at: z.infer<typeof moment> | undefined): Instant | undefined {
  if (at === undefined) return undefined;
  const [date, clock] = at.dateTime.split('T');
  return date === undefined || clock === undefined ? undefined : momentIn(zoneNamed(at.timeZone) ?? 'Etc/UTC', day(date), minutesOf(clock));
}

/** `08:30:00.0000000` → 510. */
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
