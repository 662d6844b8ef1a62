import { absurd } from '../domain/errors.ts';
import { dayIn, type Instant } from '../domain/time.ts';
import { leaveOn } from './absence.ts';
import { dayNumber, dayOf } from './dayNumber.ts';
import { draw } from './draw.ts';
import type { SamplePerson } from './samplePerson.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SALT_REPLIES = 900;
/** Not everybody who is away says so. */
const SAYS_SO = 0.85;
/** A handful have left their automatic reply on for good. */
const ALWAYS_ON = 0.01;

/** Graph's mailbox settings of a person now; `undefined` where there is no mailbox (guests, accounts without a licence). */
export function mailboxSettings(person: SamplePerson, now: Instant): Readonly<Record<string, unknown>> | undefined {
  if (person.kind === 'guest' || (person.holdings.length === 0 && person.kind !== 'shared')) return undefined;
  return {
    timeZone: zoneName(person),
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: person.kind === 'shared' ? 'shared' : 'user',
    automaticRepliesSetting: automaticReplies(person, now),
    language: { locale: person.language, displayName: person.language },
    workingHours: {
      daysOfWeek: person.weekdays.map((weekday) => WEEKDAYS[weekday - 1]),
      startTime: clock(person.startMinute),
      endTime: clock(person.endMinute),
      timeZone: person.zoneStyle === 'custom' ? customZone(person, now) : { name: zoneName(person) },
    },
  };
}

function zoneName(person: SamplePerson): string {
  switch (person.zoneStyle) {
    case 'windows':
      return person.place.windowsZone;
    case 'iana':
      return person.place.zone;
    case 'custom':
      return 'Customized Time Zone';
    default:
      return absurd(person.zoneStyle);
  }
}

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00.0000000`;

/** A zone spelled out by its distance to UTC in minutes (west is positive), without summer time. */
function customZone(person: SamplePerson, now: Instant): unknown {
  const never = { time: '00:00:00', dayOccurrence: 0, dayOfWeek: 'sunday', month: 0, year: 0 };
  return {
    '@odata.type': '#microsoft.graph.customTimeZone',
    bias: biasMinutes(person.place.zone, now),
    name: 'Customized Time Zone',
    standardOffset: never,
    daylightOffset: { daylightBias: 0, ...never },
  };
}

function biasMinutes(zone: string, at: Instant): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName');
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name?.value ?? '') ?? [];
  const ahead = Number(hours) * 60 + Number(minutes);
  return ahead === 0 ? 0 : sign === '+' ? -ahead : ahead;
}

function automaticReplies(person: SamplePerson, now: Instant): unknown {
  const today = dayNumber(dayIn(person.place.zone, now));
  const away = leaveOn(person, today);
  const texts = { externalAudience: 'all', internalReplyMessage: '', externalReplyMessage: '' };
  const until = (from: number, to: number) => ({
    scheduledStartDateTime: { dateTime: `${dayOf(from)}T00:00:00.0000000`, timeZone: 'UTC' },
    scheduledEndDateTime: { dateTime: `${dayOf(to)}T00:00:00.0000000`, timeZone: 'UTC' },
  });
  if (person.temper.takesLeave && draw(person.temper.key, SALT_REPLIES, 0) < ALWAYS_ON)
    return { status: 'alwaysEnabled', ...texts, ...until(today, today + 1) };
  if (away === undefined || draw(person.temper.key, SALT_REPLIES, away.from) >= SAYS_SO)
    return { status: 'disabled', ...texts, ...until(today, today + 1) };
  return { status: 'scheduled', ...texts, ...until(away.from, away.back) };
}
