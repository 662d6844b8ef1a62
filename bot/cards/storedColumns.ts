import { ARMS } from '../../src/domain/arm.ts';
import { DELIVERY_STATES, DROP_REASONS, ERRAND_KINDS } from '../../src/domain/delivery.ts';
import type { PersonalTable } from '../../src/domain/export.ts';
import { ANSWER_KINDS, OBSTACLES } from '../../src/domain/intent.ts';
import { PERSONAS } from '../../src/domain/persona.ts';
import { SILENCES } from '../../src/domain/planning.ts';
import { TOPICS } from '../../src/domain/topic.ts';
import type { WordsKey } from '../words/words.ts';
import { country, errand, goal, languageName, licences, mailbox, options, reason, service } from './storedDetails.ts';
import {
  counted,
  counts,
  day,
  days,
  daysByReport,
  each,
  gaps,
  habitAt,
  labelled,
  oneOf,
  quoted,
  report,
  rounded,
  type Say,
  share,
  signalAt,
  stages,
  text,
  time,
  times,
  title,
  yesNo,
} from './storedValues.ts';

/** What a column is called, and how its values are said. */
export type Column = readonly [label: WordsKey, say: Say];

const arm = oneOf(ARMS, (one) => `stored.arm.${one}`);
const edition: Column = ['stored.catalogue_version', text];
const decision: Column = ['stored.decision_id', text];
const message: Column = ['stored.delivery_id', text];

/**
 * Every column of every table with people, in the order an export tells it: what matters to the person first, numbers that only tie
 * rows together last. Tenant and person are the same in all and not told. A test holds it to the schema.
 */
export const STORED_COLUMNS: Readonly<Record<PersonalTable, Readonly<Record<string, Column>>>> = {
  person: {
    display_name: ['stored.display_name', text],
    user_principal_name: ['stored.user_principal_name', text],
    department: ['stored.department', text],
    job_title: ['stored.job_title', text],
    language: ['stored.language', languageName],
    usage_location: ['stored.usage_location', country],
    is_member: ['stored.is_member', yesNo],
    is_enabled: ['stored.is_enabled', yesNo],
    services: ['stored.services', each(service)],
    licensed_since: ['stored.licensed_since', licences],
    is_removed: ['stored.is_removed', yesNo],
    removed_day: ['stored.removed_day', day],
    seen_day: ['stored.seen_day', day],
    mailbox: ['stored.mailbox', mailbox],
    mailbox_read_at: ['stored.mailbox_read_at', time],
    cadence_weeks: ['stored.cadence_weeks', counted('stored.cadence_weeks.count')],
    paused_until: ['stored.paused_until', time],
    has_opted_out: ['stored.has_opted_out', yesNo],
    persona: ['stored.persona', oneOf(PERSONAS, (one) => `persona.${one}`)],
    topics: ['stored.topics', each(oneOf(TOPICS, (one) => `topic.${one}`))],
    wished_language: ['stored.wished_language', languageName],
  },
  chat: {
    reach: ['stored.reach', oneOf(['unknown', 'installed', 'gone'], (one) => `stored.reach.${one}`)],
    last_heard_at: ['stored.last_heard_at', time],
    conversation_id: ['stored.conversation_id', text],
    service_url: ['stored.service_url', text],
  },
  group_member: { group_id: ['stored.group_id', text] },
  habit: {
    data_day: ['stored.data_day', day],
    returned_week: ['stored.returned_week', day],
    stages: ['stored.stages', stages],
    gaps: ['stored.gaps', gaps],
    basics: ['stored.basics', each(signalAt)],
    catalogue_version: edition,
  },
  usage_week: {
    week: ['stored.week', day],
    active_days: ['stored.active_days', text],
    values: ['stored.values', counts],
    days_by_report: ['stored.days_by_report', daysByReport],
    catalogue_version: edition,
  },
  usage_day: { day: ['stored.day', day], report: ['stored.report', report], values: ['stored.values', counts], catalogue_version: edition },
  usage_period: { report: ['stored.report', report], days: ['stored.days', days], values: ['stored.values', counts], catalogue_version: edition },
  delivery: {
    kind: ['stored.kind', oneOf(ERRAND_KINDS, (one) => `stored.errand.${one}`)],
    item: ['stored.item', title],
    state: ['stored.state', oneOf(DELIVERY_STATES, (one) => `stored.state.${one}`)],
    sent_at: ['stored.sent_at', time],
    drop_reason: ['stored.drop_reason', oneOf(DROP_REASONS, (one) => `stored.drop.${one}`)],
    due_at: ['stored.due_at', time],
    expires_at: ['stored.expires_at', time],
    run_at: ['stored.run_at', time],
    slot_week: ['stored.slot_week', day],
    errand: ['stored.errand', errand],
    habit_place: ['stored.habit_place', habitAt],
    is_trial: ['stored.is_trial', yesNo],
    moves: ['stored.moves', times],
    fence: ['stored.fence', times],
    attempts: ['stored.attempts', times],
    worker: ['stored.worker', text],
    lease_until: ['stored.lease_until', time],
    delivery_id: message,
    decision_id: decision,
    activity_id: ['stored.activity_id', text],
  },
  response: {
    given_at: ['stored.given_at', time],
    kind: ['stored.response', oneOf(ANSWER_KINDS, (one) => `stored.response.${one}`)],
    planned_at: ['stored.planned_at', time],
    obstacle: ['stored.obstacle', oneOf(OBSTACLES, (one) => `obstacle.${one}`)],
    words: ['stored.words', quoted],
    delivery_id: message,
  },
  review: {
    question: ['stored.question', title],
    last_day: ['stored.last_day', day],
    due_day: ['stored.due_day', day],
    answers: ['stored.answers', text],
    lapses: ['stored.lapses', times],
    held_days: ['stored.held_days', (value, told, row) => (value === 0 ? '' : days(value, told, row))],
    stability: ['stored.stability', (value, told, row) => days(typeof value === 'number' ? Number(value.toFixed(1)) : value, told, row)],
    difficulty: ['stored.difficulty', rounded(1)],
  },
  review_log: {
    answered_on: ['stored.answered_on', day],
    question: ['stored.question', title],
    is_right: ['stored.is_right', yesNo],
    interval_days: ['stored.interval_days', days],
    retrievability: ['stored.retrievability', share],
    asked_by: ['stored.asked_by', text],
  },
  decision: {
    week: ['stored.week', day],
    made_at: ['stored.made_at', time],
    choice: ['stored.choice', title],
    habit: ['stored.habit', labelled],
    signal: ['stored.signal', labelled],
    reason: ['stored.reason', reason],
    goal: ['stored.goal', goal],
    arm: ['stored.arm', arm],
    options: ['stored.options', options],
    data_day: ['stored.data_day', day],
    has_delivery: ['stored.has_delivery', yesNo],
    policy_version: ['stored.policy_version', text],
    decision_id: decision,
  },
  outcome: {
    decided_at: ['stored.decided_at', time],
    item: ['stored.item', title],
    signal: ['stored.signal', labelled],
    has_come: ['stored.has_come', yesNo],
    is_sustained: ['stored.is_sustained', yesNo],
    is_praised: ['stored.is_praised', yesNo],
    arm: ['stored.arm', arm],
    decision_id: decision,
  },
  silence: { why: ['stored.why', oneOf(SILENCES, (one) => `stored.silence.${one}`)], run_id: ['stored.run_id', text] },
};
