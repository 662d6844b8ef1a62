/** What is known of each person's memory of each question, and the answers it rests on. */
export const learning0004: readonly string[] = [
  `create table review (
    tenant_id uuid not null,
    person_id uuid not null,
    question text collate "C" not null,
    stability double precision not null,
    difficulty double precision not null,
    last_day date not null,
    due_day date not null,
    answers integer not null,
    lapses integer not null,
    held_days integer not null,
    constraint review_pk primary key (tenant_id, person_id, question),
    constraint review_memory_sound check (stability > 0 and difficulty between 1 and 10 and due_day > last_day),
    constraint review_counts_sound check (answers > lapses and lapses >= 0 and held_days >= 0)
  )`,
  'create index review_due on review (tenant_id, person_id, due_day, question)',
  `create table review_log (
    tenant_id uuid not null,
    person_id uuid not null,
    question text collate "C" not null,
    asked_by uuid not null,
    answered_on date not null,
    is_right boolean not null,
    interval_days integer,
    retrievability double precision,
    constraint review_log_pk primary key (tenant_id, person_id, question, asked_by),
    constraint review_log_forecast_whole check ((interval_days is null) = (retrievability is null))
  )`,
  'create index review_log_day on review_log (tenant_id, answered_on)',
];
