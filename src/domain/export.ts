/** What is stored about people, by table, in the order an export tells it. */
export const PERSONAL_TABLES = [
  'person',
  'chat',
  'group_member',
  'habit',
  'usage_week',
  'usage_day',
  'usage_period',
  'delivery',
  'response',
  'review',
  'review_log',
  'decision',
  'outcome',
  'silence',
] as const;
export type PersonalTable = (typeof PERSONAL_TABLES)[number];

/** One stored row as it is, but for the ids of tenant and person, which are the same in all. Times are ISO text, days are days. */
export interface StoredRow {
  readonly table: PersonalTable;
  readonly values: Readonly<Record<string, unknown>>;
}

const MOMENTS = ['sent_at', 'due_at', 'given_at', 'made_at', 'decided_at', 'answered_on', 'last_day', 'day', 'week'];

/** The rows table by table, the newest first where they have a time. */
export function inExportOrder(rows: readonly StoredRow[]): readonly StoredRow[] {
  return PERSONAL_TABLES.flatMap((table) => rows.filter((row) => row.table === table).sort((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1)));
}

function momentOf({ values }: StoredRow): string {
  const moment = MOMENTS.map((name) => values[name]).find((value) => typeof value === 'string');
  return typeof moment === 'string' ? moment : '';
}
