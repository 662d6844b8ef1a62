import type { DatabaseKind } from '../databaseKind.ts';

/**
 * What the reports say: days, periods, weeks, their ledgers, the tenant's counts, and the stages made from them. On a server days lie in
 * parts, see `weekParts.ts`.
 */
export const usage0002 = (kind: DatabaseKind): readonly string[] => [
  // Who reads which range right now. Unlogged: after a crash nobody does.
  `create unlogged table usage_intake (
    tenant_id uuid not null,
    report smallint not null,
    range text collate "C" not null,
    intake_id uuid not null,
    constraint usage_intake_pk primary key (tenant_id, report, range)
  )`,
  `create table usage_ledger (
    tenant_id uuid not null,
    report smallint not null,
    day date not null,
    rows integer not null,
    is_complete boolean not null,
    is_concealed boolean not null,
    refresh_day date not null,
    read_at timestamptz not null,
    constraint usage_ledger_pk primary key (tenant_id, report, day)
  )`,
  // Small columns side by side, here and below: between wide ones each is padded to eight bytes.
  // The day first in the key: new rows go to the end of the index, where pages fill up; by report first they went in between, into halves.
  `create table usage_day (
    tenant_id uuid not null,
    report smallint not null,
    catalogue_version smallint not null,
    day date not null,
    person_id uuid not null,
    values smallint[] not null,
    constraint usage_day_pk primary key (tenant_id, day, report, person_id)
  )${kind === 'server' ? ' partition by range (day)' : ''}`,
  `alter table usage_day alter column values set statistics 0`,
  `create table usage_period_ledger (
    tenant_id uuid not null,
    report smallint not null,
    days smallint not null,
    rows integer not null,
    is_complete boolean not null,
    is_concealed boolean not null,
    refresh_day date not null,
    read_at timestamptz not null,
    constraint usage_period_ledger_pk primary key (tenant_id, report, days)
  )`,
  `create table usage_period (
    tenant_id uuid not null,
    report smallint not null,
    days smallint not null,
    person_id uuid not null,
    catalogue_version smallint not null,
    values integer[] not null,
    constraint usage_period_pk primary key (tenant_id, report, days, person_id)
  )`,
  `alter table usage_period alter column values set statistics 0`,
  `create table usage_week_ledger (
    tenant_id uuid not null,
    week date not null,
    report smallint not null,
    constraint usage_week_ledger_pk primary key (tenant_id, week, report)
  )`,
  `create table usage_week (
    tenant_id uuid not null,
    person_id uuid not null,
    week date not null,
    active_days smallint not null,
    catalogue_version smallint not null,
    days_by_report text collate "C" not null,
    values text collate "C" not null,
    constraint usage_week_pk primary key (tenant_id, week, person_id)
  )`,
  `create table usage_trend (
    tenant_id uuid not null,
    report smallint not null,
    measure text collate "C" not null,
    day date not null,
    count integer not null,
    constraint usage_trend_pk primary key (tenant_id, report, measure, day)
  )`,
  `create table habit (
    tenant_id uuid not null,
    person_id uuid not null,
    data_day date not null,
    basics smallint[] not null,
    catalogue_version smallint not null,
    stages smallint[] not null,
    gaps smallint[] not null,
    returned_week date,
    constraint habit_pk primary key (tenant_id, person_id)
  )`,
  `alter table habit alter column basics set statistics 0, alter column stages set statistics 0, alter column gaps set statistics 0`,
  `create table habit_share (
    tenant_id uuid not null,
    department text collate "C" not null,
    place smallint not null,
    people integer not null,
    with_habit integer not null,
    constraint habit_share_pk primary key (tenant_id, department, place)
  )`,
];
