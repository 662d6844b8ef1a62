import { CATALOGUE } from '../../../src/domain/catalogue.ts';
import type { StoredRow } from '../../../src/domain/export.ts';
import { HABITS } from '../../../src/domain/habits.ts';
import { DELIVERY, LESSON, QUESTION, TIP } from './samples.ts';

const DECISION = '2f1c7a52-6c1e-4b0a-9d7e-3a5b8c9d0e1f';
const RUN = '9b8a7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const ANOTHER = '1d9f2f4e-1a2b-4c3d-8e4f-5a6b7c8d9e0f';

export const TITLES: ReadonlyMap<string, string> = new Map([
  [TIP.id, TIP.title],
  [LESSON.id, LESSON.title],
  [QUESTION.id, QUESTION.ask],
]);

/** A row of every table with people, with a value in every column, as the database hands it over. */
export const STORED_ROWS: readonly StoredRow[] = [
  {
    table: 'person',
    values: {
      user_principal_name: 'robin.park@contoso.example',
      display_name: 'Robin Park',
      department: 'Sales',
      job_title: 'Account manager',
      language: 'en-GB',
      usage_location: 'DE',
      is_member: true,
      is_enabled: true,
      services: ['teams', 'exchange', 'apps'],
      licensed_since: { teams: '2026-01-05', copilot: '2026-03-02' },
      is_removed: false,
      removed_day: '2026-03-01',
      seen_day: '2026-03-09',
      mailbox: {
        workingTime: { zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4], startMinute: 480, endMinute: 990 },
        language: 'de',
        purpose: 'user',
        awayUntil: Date.parse('2026-03-20T07:00:00Z'),
      },
      mailbox_read_at: '2026-03-09T05:00:00+00:00',
      cadence_weeks: 2,
      paused_until: '2026-04-08T06:00:00+00:00',
      has_opted_out: false,
      persona: 'customers',
      topics: ['meetings', 'mail'],
      wished_language: 'fr',
    },
  },
  {
    table: 'chat',
    values: {
      reach: 'installed',
      service_url: 'https://smba.trafficmanager.net/emea/',
      conversation_id: 'a:1kq9',
      last_heard_at: '2026-03-09T08:12:31.123+00:00',
    },
  },
  { table: 'group_member', values: { group_id: 'pilot' } },
  {
    table: 'habit',
    values: {
      data_day: '2026-03-07',
      basics: [0, 4],
      catalogue_version: 1,
      stages: HABITS.map((_, place) => place % 6),
      gaps: HABITS.map((_, place) => (place % 6 === 2 ? 6_667 : 0)),
      returned_week: '2026-02-16',
    },
  },
  {
    table: 'usage_week',
    values: {
      week: '2026-03-02',
      active_days: 4,
      days_by_report: [4, 3, 0, null, null, null, null],
      catalogue_version: 1,
      values: CATALOGUE.map((_, place) => (place === 0 ? 12 : place === 4 ? 3 : place < 20 ? 0 : null)),
    },
  },
  { table: 'usage_week', values: { week: '2026-02-23', active_days: 0, days_by_report: [0], catalogue_version: 1, values: CATALOGUE.map(() => 0) } },
  { table: 'usage_day', values: { report: 3, day: '2026-03-07', catalogue_version: 1, values: [4, 31, 0, 2] } },
  { table: 'usage_period', values: { report: 1, days: 30, catalogue_version: 1, values: [48, 0, 0, 2, 9, 1, 0, 0, 0] } },
  {
    table: 'delivery',
    values: {
      delivery_id: DELIVERY,
      decision_id: DECISION,
      kind: 'tip',
      item: TIP.id,
      habit_place: 1,
      errand: {
        kind: 'tip',
        item: TIP.id,
        signal: 'teams.channelPosts',
        habit: 'teams.channelPosts',
        grounds: 'department',
        introduces: true,
        praise: 'teams.meetingsOrganized',
        welcomesBack: false,
        question: QUESTION.id,
      },
      run_at: '2026-03-09T05:00:00+00:00',
      slot_week: '2026-03-09',
      state: 'sent',
      due_at: '2026-03-09T08:41:00+00:00',
      expires_at: '2026-03-09T16:00:00+00:00',
      moves: 0,
      attempts: 1,
      fence: 1,
      worker: 'coach-1',
      lease_until: '2026-03-09T08:42:00+00:00',
      sent_at: '2026-03-09T08:41:07.5+00:00',
      activity_id: '1773045667500',
      drop_reason: 'stale',
      is_trial: false,
    },
  },
  {
    table: 'delivery',
    values: {
      delivery_id: ANOTHER,
      kind: 'asked-quiz',
      errand: { kind: 'asked-quiz', questions: [QUESTION.id, 'gone-from-the-pack'] },
      state: 'sent',
    },
  },
  {
    table: 'response',
    values: {
      delivery_id: DELIVERY,
      kind: 'obstacle',
      given_at: '2026-03-09T09:02:00+00:00',
      planned_at: '2026-03-10T08:00:00+00:00',
      obstacle: 'rights',
      words: 'no channel of ours; yet',
    },
  },
  {
    table: 'review',
    values: {
      question: QUESTION.id,
      stability: 23.0649,
      difficulty: 5.357492,
      last_day: '2026-03-05',
      due_day: '2026-04-05',
      answers: 3,
      lapses: 1,
      held_days: 11,
    },
  },
  {
    table: 'review_log',
    values: { question: QUESTION.id, asked_by: ANOTHER, answered_on: '2026-03-05', is_right: true, interval_days: 4, retrievability: 0.850217 },
  },
  {
    table: 'decision',
    values: {
      decision_id: DECISION,
      week: '2026-03-09',
      made_at: '2026-03-09T05:00:03+00:00',
      goal: 'chat-and-channels',
      policy_version: 'expected-good-3',
      options: { [TIP.id]: 0.95, [LESSON.id]: 0.025, '': 0.025 },
      choice: TIP.id,
      reason: 'explored, new licence, expected good 0.3125',
      habit: 'teams.channelPosts',
      signal: 'teams.channelPosts',
      data_day: '2026-03-07',
      arm: 'sent',
      has_delivery: true,
    },
  },
  {
    table: 'outcome',
    values: {
      decision_id: DECISION,
      item: TIP.id,
      signal: 'teams.channelPosts',
      arm: 'sent',
      has_come: true,
      decided_at: '2026-03-24T05:00:00+00:00',
      is_sustained: false,
      is_praised: true,
    },
  },
  { table: 'silence', values: { run_id: RUN, why: 'slot-taken' } },
];
