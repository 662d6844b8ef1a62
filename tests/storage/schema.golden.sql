table arming
  tenant_id uuid not null
  scope text collate C not null
  notice_url text collate C not null
  notice_day date not null
  armed_at timestamp with time zone not null
  arming_pk PRIMARY KEY (tenant_id, scope)

table chat
  tenant_id uuid not null
  person_id uuid not null
  reach text collate C not null
  service_url text collate C
  conversation_id text collate C
  last_heard_at timestamp with time zone
  chat_address_whole CHECK (((service_url IS NULL) = (conversation_id IS NULL)))
  chat_pk PRIMARY KEY (tenant_id, person_id)
  chat_reach CHECK ((reach = ANY (ARRAY['unknown'::text, 'installed'::text, 'gone'::text])))

table decision
  tenant_id uuid not null
  decision_id uuid not null
  person_id uuid not null
  made_at timestamp with time zone not null
  week date not null
  data_day date
  has_delivery boolean not null
  arm text collate C not null
  goal text collate C
  policy_version text collate C not null
  options json not null
  choice text collate C
  reason text collate C not null
  habit text collate C
  signal text collate C
  decision_arm_known CHECK ((arm = ANY (ARRAY['sent'::text, 'waiting'::text, 'held-out'::text, 'shadow'::text])))
  decision_only_sent_delivers CHECK (((arm = 'sent'::text) OR (NOT has_delivery)))
  decision_pk PRIMARY KEY (tenant_id, decision_id)
  CREATE INDEX decision_day ON public.decision USING btree (tenant_id, data_day, decision_id) WHERE (habit IS NOT NULL)
  CREATE UNIQUE INDEX decision_once ON public.decision USING btree (tenant_id, person_id, week, ((arm = 'shadow'::text)))

table delivery
  tenant_id uuid not null
  delivery_id uuid not null
  person_id uuid not null
  decision_id uuid
  run_at timestamp with time zone
  due_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  lease_until timestamp with time zone
  sent_at timestamp with time zone
  slot_week date
  moves integer not null default 0
  attempts integer not null default 0
  fence integer not null default 0
  habit_place smallint
  is_trial boolean not null
  kind text collate C not null
  item text collate C
  errand jsonb not null
  state text collate C not null
  worker text collate C
  activity_id text collate C
  drop_reason text collate C
  delivery_decision FOREIGN KEY (tenant_id, decision_id) REFERENCES decision(tenant_id, decision_id)
  delivery_drop_said CHECK (((state = 'dropped'::text) = (drop_reason IS NOT NULL)))
  delivery_lease_held CHECK (((state = ANY (ARRAY['claimed'::text, 'sending'::text])) = (lease_until IS NOT NULL)))
  delivery_pk PRIMARY KEY (tenant_id, delivery_id)
  delivery_sent_when CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL)))
  delivery_state_known CHECK ((state = ANY (ARRAY['planned'::text, 'claimed'::text, 'sending'::text, 'sent'::text, 'unknown'::text, 'dropped'::text])))
  CREATE INDEX delivery_decision_of ON public.delivery USING btree (tenant_id, decision_id)
  CREATE INDEX delivery_due ON public.delivery USING btree (tenant_id, due_at, delivery_id) WHERE (state = 'planned'::text)
  CREATE INDEX delivery_expiry ON public.delivery USING btree (tenant_id, expires_at, delivery_id) WHERE (state = 'planned'::text)
  CREATE INDEX delivery_lease ON public.delivery USING btree (tenant_id, lease_until) WHERE (state = ANY (ARRAY['claimed'::text, 'sending'::text]))
  CREATE INDEX delivery_open ON public.delivery USING btree (tenant_id, state, run_at) WHERE (state = ANY (ARRAY['planned'::text, 'claimed'::text, 'sending'::text]))
  CREATE INDEX delivery_person ON public.delivery USING btree (tenant_id, person_id)
  CREATE INDEX delivery_run ON public.delivery USING btree (tenant_id, run_at) WHERE (run_at IS NOT NULL)
  CREATE UNIQUE INDEX delivery_slot_once ON public.delivery USING btree (tenant_id, person_id, slot_week) WHERE ((slot_week IS NOT NULL) AND (state <> 'dropped'::text))
  CREATE UNIQUE INDEX delivery_welcome_once ON public.delivery USING btree (tenant_id, person_id) WHERE ((kind = 'welcome'::text) AND (state <> 'dropped'::text))

table goal
  tenant_id uuid not null
  goal_id uuid not null
  habit text collate C not null
  audience text collate C not null
  share double precision not null
  by_day date not null
  made_at timestamp with time zone not null
  goal_pk PRIMARY KEY (tenant_id, goal_id)
  goal_share_of_all CHECK (((share > (0)::double precision) AND (share <= (1)::double precision)))
  CREATE INDEX goal_audience ON public.goal USING btree (tenant_id, audience)

table group_member
  tenant_id uuid not null
  group_id text collate C not null
  person_id uuid not null
  group_member_pk PRIMARY KEY (tenant_id, person_id, group_id)
  CREATE INDEX group_member_group ON public.group_member USING btree (tenant_id, group_id)

table habit
  tenant_id uuid not null
  person_id uuid not null
  data_day date not null
  basics smallint[] not null
  catalogue_version smallint not null
  stages smallint[] not null
  gaps smallint[] not null
  returned_week date
  habit_pk PRIMARY KEY (tenant_id, person_id)

table habit_share
  tenant_id uuid not null
  department text collate C not null
  place smallint not null
  people integer not null
  with_habit integer not null
  habit_share_pk PRIMARY KEY (tenant_id, department, place)

table inbound
  tenant_id uuid not null
  conversation_hash bytea not null
  activity_hash bytea not null
  seen_at timestamp with time zone not null
  inbound_pk PRIMARY KEY (tenant_id, conversation_hash, activity_hash)
  CREATE INDEX inbound_seen ON public.inbound USING btree (tenant_id, seen_at)

table job_claim
  tenant_id uuid not null
  job text collate C not null
  day date not null
  job_claim_pk PRIMARY KEY (tenant_id, job, day)

table migration
  name text collate C not null
  migration_pk PRIMARY KEY (name)

table outcome
  tenant_id uuid not null
  decision_id uuid not null
  person_id uuid not null
  item text collate C
  signal text collate C
  arm text collate C not null
  has_come boolean not null
  decided_at timestamp with time zone not null
  is_sustained boolean
  is_praised boolean not null default false
  outcome_decision FOREIGN KEY (tenant_id, decision_id) REFERENCES decision(tenant_id, decision_id)
  outcome_pk PRIMARY KEY (tenant_id, decision_id)
  CREATE INDEX outcome_item ON public.outcome USING btree (tenant_id, item, has_come) WHERE (arm = 'sent'::text)
  CREATE INDEX outcome_person ON public.outcome USING btree (tenant_id, person_id)
  CREATE INDEX outcome_unpraised ON public.outcome USING btree (tenant_id, person_id, decided_at) WHERE (has_come AND (NOT is_praised) AND (arm = 'sent'::text))

table pace
  tenant_id uuid not null
  name text collate C not null
  next_at timestamp with time zone not null
  rate_per_second double precision
  held_until timestamp with time zone
  slowed_at timestamp with time zone
  pace_pk PRIMARY KEY (tenant_id, name)
  pace_slowed_whole CHECK ((((rate_per_second IS NULL) = (held_until IS NULL)) AND ((held_until IS NULL) = (slowed_at IS NULL))))

table person
  tenant_id uuid not null
  person_id uuid not null
  user_principal_name text collate C
  display_name text collate C not null
  department text collate C
  job_title text collate C
  language text collate C
  usage_location text collate C
  is_member boolean not null
  is_enabled boolean not null
  services text[] collate C not null
  licensed_since jsonb not null default '{}'::jsonb
  is_removed boolean not null
  removed_day date
  seen_day date
  mailbox jsonb
  mailbox_read_at timestamp with time zone
  cadence_weeks smallint not null default 1
  paused_until timestamp with time zone
  has_opted_out boolean not null default false
  persona text collate C
  topics jsonb not null default '[]'::jsonb
  wished_language text collate C
  person_cadence CHECK ((cadence_weeks = ANY (ARRAY[1, 2])))
  person_pk PRIMARY KEY (tenant_id, person_id)
  person_removed_when CHECK ((is_removed = (removed_day IS NOT NULL)))
  CREATE INDEX person_removed ON public.person USING btree (tenant_id, removed_day) WHERE is_removed
  CREATE INDEX person_seen ON public.person USING btree (tenant_id, seen_day) WHERE (NOT is_removed)
  CREATE INDEX person_upn ON public.person USING btree (tenant_id, user_principal_name) WHERE (NOT is_removed)

table response
  tenant_id uuid not null
  delivery_id uuid not null
  kind text collate C not null
  person_id uuid not null
  given_at timestamp with time zone not null
  planned_at timestamp with time zone
  obstacle text collate C
  words text collate C
  response_delivery FOREIGN KEY (tenant_id, delivery_id) REFERENCES delivery(tenant_id, delivery_id)
  response_pk PRIMARY KEY (tenant_id, delivery_id, kind)
  CREATE INDEX response_obstacle ON public.response USING btree (tenant_id, given_at) WHERE (kind = 'obstacle'::text)
  CREATE INDEX response_person ON public.response USING btree (tenant_id, person_id, kind)

table review
  tenant_id uuid not null
  person_id uuid not null
  question text collate C not null
  stability double precision not null
  difficulty double precision not null
  last_day date not null
  due_day date not null
  answers integer not null
  lapses integer not null
  held_days integer not null
  review_counts_sound CHECK (((answers > lapses) AND (lapses >= 0) AND (held_days >= 0)))
  review_memory_sound CHECK (((stability > (0)::double precision) AND ((difficulty >= (1)::double precision) AND (difficulty <= (10)::double precision)) AND (due_day > last_day)))
  review_pk PRIMARY KEY (tenant_id, person_id, question)
  CREATE INDEX review_due ON public.review USING btree (tenant_id, person_id, due_day, question)

table review_log
  tenant_id uuid not null
  person_id uuid not null
  question text collate C not null
  asked_by uuid not null
  answered_on date not null
  is_right boolean not null
  interval_days integer
  retrievability double precision
  review_log_forecast_whole CHECK (((interval_days IS NULL) = (retrievability IS NULL)))
  review_log_pk PRIMARY KEY (tenant_id, person_id, question, asked_by)
  CREATE INDEX review_log_day ON public.review_log USING btree (tenant_id, answered_on)

table run
  tenant_id uuid not null
  run_id uuid not null
  day date not null
  started_at timestamp with time zone not null
  finished_at timestamp with time zone not null
  summary jsonb not null
  run_pk PRIMARY KEY (tenant_id, run_id)
  CREATE INDEX run_day ON public.run USING btree (tenant_id, day)

table silence
  tenant_id uuid not null
  person_id uuid not null
  run_id uuid not null
  why text collate C not null
  silence_pk PRIMARY KEY (tenant_id, person_id)

table silence_count
  tenant_id uuid not null
  run_id uuid not null
  why text collate C not null
  people integer not null
  silence_count_pk PRIMARY KEY (tenant_id, run_id, why)

table suppressed
  tenant_id uuid not null
  person_hash text collate C not null
  guard bytea not null
  suppressed_pk PRIMARY KEY (tenant_id, person_hash)
  CREATE INDEX suppressed_guard ON public.suppressed USING btree (tenant_id, guard)

table tenant
  tenant_id uuid not null
  hash_salt text collate C not null
  frozen_at timestamp with time zone
  frozen_why text collate C
  delta_token text collate C
  delta_token_day date
  clock_offset_ms bigint not null default 0
  is_concealed boolean not null default false
  tenant_delta_token_whole CHECK (((delta_token IS NULL) = (delta_token_day IS NULL)))
  tenant_frozen_whole CHECK (((frozen_at IS NULL) = (frozen_why IS NULL)))
  tenant_pk PRIMARY KEY (tenant_id)

table usage_day
  tenant_id uuid not null
  report smallint not null
  catalogue_version smallint not null
  day date not null
  person_id uuid not null
  values smallint[] not null
  usage_day_pk PRIMARY KEY (tenant_id, day, report, person_id)

unlogged table usage_intake
  tenant_id uuid not null
  report smallint not null
  range text collate C not null
  intake_id uuid not null
  usage_intake_pk PRIMARY KEY (tenant_id, report, range)

table usage_ledger
  tenant_id uuid not null
  report smallint not null
  day date not null
  rows integer not null
  is_complete boolean not null
  is_concealed boolean not null
  refresh_day date not null
  read_at timestamp with time zone not null
  usage_ledger_pk PRIMARY KEY (tenant_id, report, day)

table usage_period
  tenant_id uuid not null
  report smallint not null
  days smallint not null
  person_id uuid not null
  catalogue_version smallint not null
  values integer[] not null
  usage_period_pk PRIMARY KEY (tenant_id, report, days, person_id)

table usage_period_ledger
  tenant_id uuid not null
  report smallint not null
  days smallint not null
  rows integer not null
  is_complete boolean not null
  is_concealed boolean not null
  refresh_day date not null
  read_at timestamp with time zone not null
  usage_period_ledger_pk PRIMARY KEY (tenant_id, report, days)

table usage_trend
  tenant_id uuid not null
  report smallint not null
  measure text collate C not null
  day date not null
  count integer not null
  usage_trend_pk PRIMARY KEY (tenant_id, report, measure, day)

table usage_week
  tenant_id uuid not null
  person_id uuid not null
  week date not null
  active_days smallint not null
  catalogue_version smallint not null
  days_by_report text collate C not null
  values text collate C not null
  usage_week_pk PRIMARY KEY (tenant_id, week, person_id)

table usage_week_ledger
  tenant_id uuid not null
  week date not null
  report smallint not null
  usage_week_ledger_pk PRIMARY KEY (tenant_id, week, report)

table withdrawn_item
  tenant_id uuid not null
  item text collate C not null
  withdrawn_at timestamp with time zone not null
  withdrawn_item_pk PRIMARY KEY (tenant_id, item)
