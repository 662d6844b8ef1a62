/** The tenant, its people, how they are reached, and who wants no contact any more. */
export const people0001: readonly string[] = [
  `create table tenant (
    tenant_id uuid not null,
    hash_salt text collate "C" not null,
    frozen_at timestamptz,
    frozen_why text collate "C",
    delta_token text collate "C",
    delta_token_day date,
    clock_offset_ms bigint not null default 0,
    is_concealed boolean not null default false,
    constraint tenant_pk primary key (tenant_id),
    constraint tenant_frozen_whole check ((frozen_at is null) = (frozen_why is null)),
    constraint tenant_delta_token_whole check ((delta_token is null) = (delta_token_day is null))
  )`,
  `create table arming (
    tenant_id uuid not null,
    scope text collate "C" not null,
    notice_url text collate "C" not null,
    notice_day date not null,
    armed_at timestamptz not null,
    constraint arming_pk primary key (tenant_id, scope)
  )`,
  `create table group_member (
    tenant_id uuid not null,
    group_id text collate "C" not null,
    person_id uuid not null,
    constraint group_member_pk primary key (tenant_id, person_id, group_id)
  )`,
  'create index group_member_group on group_member (tenant_id, group_id)',
  `create table person (
    tenant_id uuid not null,
    person_id uuid not null,
    user_principal_name text collate "C",
    display_name text collate "C" not null,
    department text collate "C",
    job_title text collate "C",
    language text collate "C",
    usage_location text collate "C",
    is_member boolean not null,
    is_enabled boolean not null,
    services text[] collate "C" not null,
    licensed_since jsonb not null default '{}',
    is_removed boolean not null,
    removed_day date,
    seen_day date,
    mailbox jsonb,
    mailbox_read_at timestamptz,
    cadence_weeks smallint not null default 1,
    paused_until timestamptz,
    has_opted_out boolean not null default false,
    persona text collate "C",
    topics jsonb not null default '[]',
    wished_language text collate "C",
    constraint person_pk primary key (tenant_id, person_id),
    constraint person_cadence check (cadence_weeks in (1, 2)),
    constraint person_removed_when check (is_removed = (removed_day is not null))
  )`,
  // Here and below: nobody asks by these columns, and counting what stands in lists held the thread of an embedded bot for 0.1 s.
  `alter table person alter column services set statistics 0, alter column licensed_since set statistics 0,
    alter column mailbox set statistics 0, alter column topics set statistics 0`,
  'create index person_upn on person (tenant_id, user_principal_name) where not is_removed',
  'create index person_removed on person (tenant_id, removed_day) where is_removed',
  'create index person_seen on person (tenant_id, seen_day) where not is_removed',
  `create table suppressed (
    tenant_id uuid not null,
    person_hash text collate "C" not null,
    guard bytea not null,
    constraint suppressed_pk primary key (tenant_id, person_hash)
  )`,
  'create index suppressed_guard on suppressed (tenant_id, guard)',
  `create table chat (
    tenant_id uuid not null,
    person_id uuid not null,
    reach text collate "C" not null,
    service_url text collate "C",
    conversation_id text collate "C",
    last_heard_at timestamptz,
    constraint chat_pk primary key (tenant_id, person_id),
    constraint chat_reach check (reach in ('unknown', 'installed', 'gone')),
    constraint chat_address_whole check ((service_url is null) = (conversation_id is null))
  )`,
  `create table inbound (
    tenant_id uuid not null,
    conversation_hash bytea not null,
    activity_hash bytea not null,
    seen_at timestamptz not null,
    constraint inbound_pk primary key (tenant_id, conversation_hash, activity_hash)
  )`,
  'create index inbound_seen on inbound (tenant_id, seen_at)',
];
