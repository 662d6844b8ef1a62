import { expect } from 'chai';
import { personId } from '../../src/domain/ids.ts';
import { day, dayIn, instant, isoOf, momentIn } from '../../src/domain/time.ts';
import { graphDirectory } from '../../src/graph/directory.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { mailboxOf, mailboxSettings } from '../../src/graph/mailbox.ts';
import { zoneAt, zoneNamed } from '../../src/graph/zones.ts';
import { type GraphReply, type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { NOW, type Surroundings, surroundings } from './surroundings.ts';

const person = (number: number) => personId(`11111111-aaaa-4bbb-8ccc-${String(number).padStart(12, '0')}`);
const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const HOURS = { daysOfWeek: WORKDAYS, startTime: '08:00:00.0000000', endTime: '17:30:00.0000000', timeZone: { name: 'W. Europe Standard Time' } };
const SETTINGS = {
  timeZone: 'W. Europe Standard Time',
  userPurpose: 'user',
  language: { locale: 'de-DE', displayName: 'German' },
  workingHours: HOURS,
};
const BERLIN = { zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1050 };
const MAILBOX = { workingTime: BERLIN, language: 'de-DE', purpose: 'user', awayUntil: undefined };

describe('mailbox settings from Graph', () => {
  let stub: GraphStub;
  let around: Surroundings;
  const read = async (count: number) => [
    ...(await graphDirectory(graphClient(around.options), 'Asia/Tokyo').mailboxes(Array.from({ length: count }, (_, index) => person(index + 1)))),
  ];
  const kinds = async (count: number) => (await read(count)).map(([, found]) => found.kind);

  beforeEach(async () => {
    stub = await graphStub();
    around = surroundings(stub.url);
  });
  afterEach(() => stub.close());

  it('are asked 20 at a time and told apart whatever their order', async () => {
    stub.data.mailboxes = { [person(1)]: SETTINGS, [person(45)]: { ...SETTINGS, userPurpose: 'room' } };
    const found = await read(45);
    expect(found.map(([id]) => id)).to.deep.equal(Array.from({ length: 45 }, (_, index) => person(index + 1)));
    expect(found[0]?.[1]).to.deep.equal({ kind: 'read', mailbox: MAILBOX });
    expect(found[44]?.[1]).to.deep.equal({ kind: 'read', mailbox: { ...MAILBOX, purpose: 'other' } });
    expect(found.slice(1, 44).every(([, one]) => one.kind === 'none')).to.equal(true);
    const sizes = stub.requests.map((request) => (request.body as { requests: { url: string }[] }).requests);
    expect(sizes.map((requests) => requests.length)).to.deep.equal([20, 20, 5]);
    expect(sizes[0]?.[0]?.url).to.equal(
      `/users/${person(1)}/mailboxSettings?$select=timeZone,workingHours,language,userPurpose,automaticRepliesSetting`,
    );
  });

  it('of nobody are asked of nobody', async () => {
    expect(await read(0)).to.deep.equal([]);
    expect(stub.requests).to.have.length(0);
  });

  const items: readonly (readonly [what: string, first: GraphReply, second: object | undefined, kind: string, waits: readonly number[]])[] = [
    ['throttled for a while are asked once more', graphError(429, 'ApplicationThrottled', { 'Retry-After': '7' }), SETTINGS, 'read', [7_000]],
    ['throttled twice come later', graphError(429, 'ApplicationThrottled', { 'Retry-After': '7' }), undefined, 'later', [7_000]],
    ['throttled for long come later', graphError(429, 'ApplicationThrottled', { 'Retry-After': '31' }), SETTINGS, 'later', []],
    ['that fail are asked once more', graphError(503, 'ServiceUnavailable'), SETTINGS, 'read', [2_000]],
    ['without a mailbox are none', graphError(404, 'MailboxNotEnabledForRESTAPI'), SETTINGS, 'none', []],
    ['that may not be read are none', graphError(403, 'ErrorAccessDenied'), SETTINGS, 'none', []],
    ['of another form are none', { status: 200, body: { timeZone: 5 } }, SETTINGS, 'none', []],
  ];
  for (const [what, first, second, kind, waits] of items)
    it(`${what}`, async () => {
      stub.data.mailboxes = { [person(1)]: first, [person(2)]: SETTINGS };
      stub.script((_, count) => {
        if (count === 2 && second !== undefined) stub.data.mailboxes = { [person(1)]: second };
        return undefined;
      });
      expect(await kinds(2)).to.deep.equal([kind, 'read']);
      expect(around.waits).to.deep.equal(waits);
    });

  it('that were not answered come later', async () => {
    stub.script(() => ({ status: 200, body: { responses: [{ id: '1', status: 200, body: SETTINGS }] } }));
    expect(await kinds(2)).to.deep.equal(['later', 'read']);
  });

  const wholes: readonly (readonly [what: string, reply: GraphReply, kind: string])[] = [
    ['throttled', graphError(429, 'TooManyRequests', { 'retry-after': '1' }), 'later'],
    ['failing', { status: 500 }, 'later'],
    ['cut off', { kind: 'reset' }, 'later'],
    ['no batch', { status: 200, body: '<html>' }, 'later'],
    ['refused', graphError(403, 'Authorization_RequestDenied'), 'none'],
    ['not authorised', graphError(401, 'InvalidAuthenticationToken'), 'none'],
  ];
  for (const [what, reply, kind] of wholes)
    it(`are ${kind} for everybody left when a whole batch is ${what}`, async () => {
      stub.data.mailboxes = { [person(1)]: SETTINGS };
      stub.script((_, count) => (count === 2 ? reply : undefined));
      expect(await kinds(50)).to.deep.equal(['read', ...Array.from({ length: 19 }, () => 'none'), ...Array.from({ length: 30 }, () => kind)]);
      expect(stub.requests).to.have.length(2);
      const warned = around.lines.filter((line) => line.event === 'mailboxes.refused').map((line) => line.fields?.['permission']);
      expect(warned).to.deep.equal(kind === 'none' ? ['MailboxSettings.Read'] : []);
    });
});

describe('a mailbox', () => {
  const of = (settings: object) => mailboxOf(mailboxSettings.parse(settings), NOW, 'Asia/Tokyo');
  const custom = (bias: number, more: object = {}) => ({
    ...SETTINGS,
    timeZone: 'Customized Time Zone',
    workingHours: { ...HOURS, timeZone: { '@odata.type': '#microsoft.graph.customTimeZone', name: 'Customized Time Zone', bias, ...more } },
  });
  const changes = (time: string, dayOccurrence: number, dayOfWeek: string, month: number) => ({ time, dayOccurrence, dayOfWeek, month, year: 0 });
  /** Clocks go forward on the last Sunday of September and back on the first of April: it is summer in November. */
  const southern = {
    daylightOffset: { daylightBias: -60, ...changes('02:00:00.0000000', 5, 'sunday', 9) },
    standardOffset: changes('03:00:00.0000000', 1, 'sunday', 4),
  };
  const northern = {
    daylightOffset: { daylightBias: -60, ...changes('02:00:00.0000000', 1, 'sunday', 4) },
    standardOffset: changes('02:00:00.0000000', 4, 'sunday', 10),
  };

  const times: readonly (readonly [what: string, settings: object, expected: object | undefined])[] = [
    ['named as Windows does', SETTINGS, BERLIN],
    ['named by IANA', { ...SETTINGS, workingHours: { ...HOURS, timeZone: { name: 'America/Lima' } } }, { ...BERLIN, zone: 'America/Lima' }],
    ['custom, two hours east', custom(-120), { ...BERLIN, zone: '+02:00' }],
    ['custom, five hours west', custom(300), { ...BERLIN, zone: '-05:00' }],
    ['custom, at Greenwich', custom(0), { ...BERLIN, zone: 'Etc/UTC' }],
    ['custom, not in whole hours', custom(-330), { ...BERLIN, zone: '+05:30' }],
    ['custom, west and not in whole hours', custom(210), { ...BERLIN, zone: '-03:30' }],
    ['custom, in its winter', custom(-200, northern), { ...BERLIN, zone: '+03:20' }],
    ['custom, in its summer', custom(-570, southern), { ...BERLIN, zone: '+10:30' }],
    [
      'custom, whose clocks never change',
      custom(-570, { ...southern, standardOffset: changes('00:00:00', 0, 'sunday', 0) }),
      { ...BERLIN, zone: '+09:30' },
    ],
    ['custom, further than any place', custom(-900), undefined],
    ['of the mailbox where the hours have none', { ...SETTINGS, workingHours: { ...HOURS, timeZone: null } }, BERLIN],
    ['of the tenant where nothing is known', { workingHours: { ...HOURS, timeZone: { name: 'Nowhere Time' } } }, { ...BERLIN, zone: 'Asia/Tokyo' }],
    ['usual without hours', { timeZone: 'UTC' }, { zone: 'Etc/UTC', weekdays: [1, 2, 3, 4, 5], startMinute: 540, endMinute: 1020 }],
    ['until midnight', { ...SETTINGS, workingHours: { ...HOURS, endTime: '00:00:00' } }, { ...BERLIN, endMinute: 1439 }],
    [
      'over midnight',
      { ...SETTINGS, workingHours: { ...HOURS, startTime: '22:00:00', endTime: '06:00:00' } },
      { ...BERLIN, startMinute: 1320, endMinute: 1439 },
    ],
    ['at the weekend', { ...SETTINGS, workingHours: { ...HOURS, daysOfWeek: ['sunday', 'Saturday', 'someday'] } }, { ...BERLIN, weekdays: [6, 7] }],
    ['on no day', { ...SETTINGS, workingHours: { ...HOURS, daysOfWeek: [] } }, undefined],
    ['of no length', { ...SETTINGS, workingHours: { ...HOURS, endTime: HOURS.startTime } }, undefined],
  ];
  for (const [what, settings, expected] of times) it(`has working time ${what}`, () => expect(of(settings).workingTime).to.deep.equal(expected));

  const purposes: readonly (readonly [said: string | null | undefined, purpose: string])[] = [
    ['user', 'user'],
    [undefined, 'user'],
    [null, 'user'],
    ['shared', 'other'],
    ['equipment', 'other'],
    ['unknownFutureValue', 'other'],
  ];
  for (const [said, purpose] of purposes)
    it(`is of a ${purpose} when its purpose is ${said}`, () => expect(of({ userPurpose: said }).purpose).to.equal(purpose));

  const at = (dateTime: string, timeZone = 'UTC') => ({ dateTime: `${dateTime}.0000000`, timeZone });
  const replies = (status: string, start: string, end: object) => ({
    automaticRepliesSetting: { status, scheduledStartDateTime: at(start), scheduledEndDateTime: end },
  });
  const absences: readonly (readonly [what: string, settings: object, until: string | undefined])[] = [
    ['never switched on', replies('disabled', '2026-11-20T07:00:00', at('2026-11-25T07:00:00')), undefined],
    ['scheduled and begun', replies('scheduled', '2026-11-20T07:00:00', at('2026-11-25T07:00:00')), '2026-11-25T07:00:00.000Z'],
    [
      'scheduled in another zone',
      replies('scheduled', '2026-11-20T07:00:00', at('2026-11-25T07:00:00', 'Tokyo Standard Time')),
      '2026-11-24T22:00:00.000Z',
    ],
    ['scheduled within a week', replies('scheduled', '2026-11-27T07:00:00', at('2026-12-04T07:00:00')), '2026-12-04T07:00:00.000Z'],
    ['scheduled for next year', replies('scheduled', '2027-01-04T07:00:00', at('2027-01-08T07:00:00')), undefined],
    ['over', replies('scheduled', '2026-11-10T07:00:00', at('2026-11-20T07:00:00')), undefined],
    ['always on', replies('alwaysEnabled', '2026-11-20T07:00:00', at('2026-11-25T07:00:00')), '2026-11-22T10:00:00.000Z'],
  ];
  for (const [what, settings, until] of absences)
    it(`is away until ${until ?? 'nobody knows when'} with replies ${what}`, () => {
      const { awayUntil } = of(settings);
      expect(awayUntil === undefined ? undefined : isoOf(awayUntil)).to.equal(until);
      expect(awayUntil).to.equal(until === undefined ? undefined : instant(until));
    });
});

describe('a time zone', () => {
  it('is known by both kinds of name, and nothing else', () => {
    expect(
      ['Tokyo Standard Time', 'Europe/Paris', 'Romance Standard Time', 'UTC', 'Customized Time Zone', '', undefined].map(zoneNamed),
    ).to.deep.equal(['Asia/Tokyo', 'Europe/Paris', 'Europe/Paris', 'Etc/UTC', undefined, undefined, undefined]);
  });
  const summer = {
    begins: { month: 3, occurrence: 5, weekday: 7, minute: 120 },
    ends: { month: 10, occurrence: 5, weekday: 7, minute: 180 },
    biasMinutes: -60,
  };
  const moments: readonly (readonly [at: string, zone: string])[] = [
    ['2026-03-29T00:59:59Z', '+01:00'],
    ['2026-03-29T01:00:00Z', '+02:00'],
    ['2026-10-25T00:59:59Z', '+02:00'],
    ['2026-10-25T01:00:00Z', '+01:00'],
    ['2026-12-31T23:30:00Z', '+01:00'],
  ];
  for (const [at, zone] of moments)
    it(`described by its changes, as Berlin’s, is ${zone} at ${at}`, () => {
      expect(zoneAt({ biasMinutes: -60, summer }, instant(at))).to.equal(zone);
      const wall = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' }).format(instant(at));
      expect(wall, 'the machine’s own table').to.contain(`GMT${zone}`);
    });
  it('described is at most 14 hours away from Greenwich', () => {
    const zones = [-840, -841, 840, 841, 0].map((biasMinutes) => zoneAt({ biasMinutes, summer: undefined }, NOW));
    expect(zones).to.deep.equal(['+14:00', undefined, '-14:00', undefined, 'Etc/UTC']);
  });
  it('described can be reckoned with', () => {
    const zone = zoneAt({ biasMinutes: -330, summer: undefined }, NOW) ?? '';
    expect(isoOf(momentIn(zone, day('2026-11-24'), 480))).to.equal('2026-11-24T02:30:00.000Z');
    expect(dayIn(zone, instant('2026-11-24T18:30:00Z'))).to.equal('2026-11-25');
  });
});
