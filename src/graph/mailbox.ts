import { z } from 'zod';
import type { Mailbox, WorkingTime } from '../domain/person.ts';
import { DAY_MS, day, type Instant, later, momentIn } from '../domain/time.ts';
import { usualWorkingTime } from '../domain/workingTime.ts';
import { type ClockChange, type CustomZone, zoneAt, zoneNamed } from './zones.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d/);
const moment = z.object({ dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d/), timeZone: z.string().nullish() });

const change = { month: z.number().nullish(), dayOccurrence: z.number().nullish(), dayOfWeek: z.string().nullish(), time: time.nullish() };

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
      timeZone: z
        .object({
          name: z.string().nullish(),
          bias: z.number().nullish(),
          standardOffset: z.object(change).nullish(),
          daylightOffset: z.object({ ...change, daylightBias: z.number().nullish() }).nullish(),
        })
        .nullish(),
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
    workingTime: workingTimeOf(settings, now, defaultZone),
    language: settings.language?.locale || undefined,
    purpose: purpose === 'user' ? 'user' : 'other',
    awayUntil: awayUntil(settings.automaticRepliesSetting ?? undefined, now),
  };
}

/**
 * Hours that cross midnight end with the day, because a working day here begins and ends on one day. `undefined` where the
 * zone is no zone, or days or hours are empty.
 */
function workingTimeOf(settings: MailboxSettings, now: Instant, defaultZone: string): WorkingTime | undefined {
  const hours = settings.workingHours ?? {};
  const zone = zoneOf(hours.timeZone ?? { name: settings.timeZone }, settings.timeZone, now, defaultZone);
  if (zone === undefined) return undefined;
  const usual = usualWorkingTime(zone);
  const weekdays = hours.daysOfWeek?.map((name) => WEEKDAYS.indexOf(name.toLowerCase()) + 1).filter((weekday) => weekday > 0) ?? usual.weekdays;
  const startMinute = hours.startTime ? minutesOf(hours.startTime) : usual.startMinute;
  const end = hours.endTime ? minutesOf(hours.endTime) : usual.endMinute;
  if (weekdays.length === 0 || end === startMinute) return undefined;
  return { zone, weekdays: [...new Set(weekdays)].sort(), startMinute, endMinute: end > startMinute ? end : LAST_MINUTE };
}

type ZoneSettings = NonNullable<NonNullable<MailboxSettings['workingHours']>['timeZone']>;

function zoneOf(zone: ZoneSettings, mailboxZone: string | null | undefined, now: Instant, defaultZone: string): string | undefined {
  const named = zoneNamed(zone.name);
  if (named !== undefined) return named;
  if (typeof zone.bias === 'number') return zoneAt({ biasMinutes: zone.bias, summer: summerOf(zone) }, now);
  return zoneNamed(mailboxZone) ?? defaultZone;
}

/** Outlook's summer time is an hour where it does not say. */
const USUAL_SUMMER_BIAS = -60;

function summerOf({ standardOffset, daylightOffset }: ZoneSettings): CustomZone['summer'] {
  const begins = changeOf(daylightOffset);
  const ends = changeOf(standardOffset);
  return begins === undefined || ends === undefined ? undefined : { begins, ends, biasMinutes: daylightOffset?.daylightBias ?? USUAL_SUMMER_BIAS };
}

/** Month 0 means that the clocks never change. */
function changeOf(said: ZoneSettings['standardOffset']): ClockChange | undefined {
  const month = said?.month ?? 0;
  const occurrence = said?.dayOccurrence ?? 0;
  const weekday = WEEKDAYS.indexOf(said?.dayOfWeek?.toLowerCase() ?? '') + 1;
  const isWhole = Number.isInteger(month) && month >= 1 && month <= 12 && Number.isInteger(occurrence) && occurrence >= 1 && occurrence <= 5;
  return isWhole && weekday > 0 ? { month, occurrence, weekday, minute: said?.time ? minutesOf(said.time) : 0 } : undefined;
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
