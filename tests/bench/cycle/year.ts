import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { planNudges } from '../../../src/app/planNudges.ts';
import { updateHabits } from '../../../src/app/updateHabits.ts';
import { runId } from '../../../src/domain/ids.ts';
import { addDays, DAY_MS, day, type Instant, instant, later } from '../../../src/domain/time.ts';
import type { Response } from '../../../src/ports/deliveries.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import { EMBEDDED_UPKEEP } from '../../../src/storage/upkeep.ts';
import type { Figure } from '../figures.ts';
import { type Company, companyIn } from './company.ts';
import { NO_MAILBOXES, SETTINGS, SILENT } from './engine.ts';
import { fillChats, fillDays, fillWeeks, knowDay } from './filled.ts';
import { numbersFrom } from './invented.ts';
import type { PartResult } from './part.ts';

const TODAY = day('2026-03-12');
const NEWEST = day('2026-03-10');
const NOW = instant('2026-03-12T09:00:00Z');
const WEEKS = 52;
const KEPT_DAYS = 35;
const MOST_KB_PER_PERSON = 60;
/** Tables below this share the last line. */
const SHOWN_KB = 0.05;
/** After so many weeks it is judged whether a behaviour lasted. */
const WEEKS_TO_LAST = 5;
const SENT_AT_ONCE = 200;

/**
 * What a year leaves behind, by table: 52 weeks, the newest 35 days of all seven reports, and for every week what the planner itself
 * decided, sent to everybody it chose, answered by a third, with the verdict on each. After the vacuum that ends every cycle.
 */
export async function yearPart(people: number, folder: string): Promise<PartResult> {
  const company = await companyIn(folder, people, TODAY);
  const { db, kysely } = company;
  await fillChats(kysely);
  await fillWeeks(kysely, addDays(NEWEST, -14), WEEKS - 1);
  await fillDays(kysely, EMBEDDED_UPKEEP, NEWEST, KEPT_DAYS);
  await updateHabits({ db, progress: SILENT })(TODAY);
  let sent = 0;
  const random = numbersFrom(4);
  for (let back = WEEKS - 1; back >= 0; back -= 1) sent += await liveWeek(company, later(NOW, -7 * back * DAY_MS), random);
  await EMBEDDED_UPKEEP.tidy(kysely);

  const tables = await sizes(kysely);
  const kbOf = (bytes: number): number => bytes / people / 1_000;
  const total = tables.reduce((sum, table) => sum + table.bytes, 0);
  const shown = tables.filter(({ bytes }) => kbOf(bytes) >= SHOWN_KB);
  const rest = total - shown.reduce((sum, table) => sum + table.bytes, 0);
  const counted = await sql<{ deliveries: number }>`select count(*)::int as deliveries from delivery where state = 'sent'`.execute(kysely);
  await db.close();
  const stored = counted.rows[0]?.deliveries;
  const figures: Figure[] = [
    ...shown.map(({ name, bytes }): Figure => ({ what: `a person's share of ${name}`, value: kbOf(bytes), unit: 'KB' })),
    { what: 'all other tables', value: kbOf(rest), unit: 'KB' },
    { what: `a person after a year, ${(sent / people).toFixed(1)} messages`, value: kbOf(total), unit: 'KB', target: MOST_KB_PER_PERSON },
  ];
  const problems = [
    ...(stored === sent ? [] : [`${sent} messages were sent, ${stored} are stored as sent`]),
    ...(sent > people ? [] : [`a year of ${people} people came to ${sent} messages`]),
  ];
  return { figures, problems };
}

/** One weekly round: decide, send, answer, judge. Gives how many messages went. */
async function liveWeek({ db, kysely }: Company, now: Instant, random: () => number): Promise<number> {
  const { deliveries, tenants } = db.stores;
  const today = day(new Date(now).toISOString().slice(0, 10));
  // The stages of the end stand for all year; the planner trusts only those of the last days.
  await sql`update habit set data_day = (${new Date(now).toISOString()}::timestamptz - interval '2 days')::date`.execute(kysely);
  await knowDay(kysely, addDays(today, -2));
  const planning = planNudges({ db, directory: NO_MAILBOXES, settings: SETTINGS, newId: randomUUID, progress: SILENT });
  const run = runId(randomUUID());
  const plan = await planning(now, { isTrial: true, isDry: false, isConcealed: false, today, run });
  let sent = 0;
  for (;;) {
    const claims = await deliveries.claimDue('bench', now, SENT_AT_ONCE, 60_000, true);
    if (claims.length === 0) break;
    const { allowed } = await deliveries.startSending('bench', claims, now);
    const going = claims.filter((claim) => allowed.includes(claim.id));
    await deliveries.finish(
      going.map(({ id, fence }) => ({ id, fence, result: { kind: 'sent', activityId: `1:${randomUUID().slice(0, 20)}` } })),
      now,
    );
    sent += going.length;
    for (const { id, personId } of going) if (random() < 1 / 3) await deliveries.respond(personId, id, answerBy(random(), now), later(now, 60_000));
  }
  const undecided = (await deliveries.undecided(addDays(today, -7), today, 100_000, undefined)).open;
  await deliveries.decideOutcomes(undecided.map(({ decision }) => ({ decision, hasCome: random() < 0.3, signal: undefined, at: now })));
  const lasting = (await deliveries.unsustained(addDays(today, -7 * WEEKS_TO_LAST - 7), addDays(today, -7 * WEEKS_TO_LAST), 100_000, undefined)).open;
  await deliveries.decideSustained(lasting.map(({ decision }) => ({ decision, isSustained: random() < 0.5 })));
  await tenants.saveRun({ id: run, day: today, startedAt: now, finishedAt: now, summary: { plan } });
  await EMBEDDED_UPKEEP.tidy(kysely);
  return sent;
}

function answerBy(part: number, now: Instant): Response {
  if (part < 0.5) return { kind: 'did-it' };
  if (part < 0.7) return { kind: 'planned', at: later(now, DAY_MS) };
  return part < 0.9 ? { kind: 'not-for-me' } : { kind: 'obstacle', obstacle: 'time', words: 'no time before the quarter ends' };
}

async function sizes(kysely: Kysely<Schema>): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  const result = await sql<{ name: string; bytes: number }>`
    select relname::text as name, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc, 1`.execute(kysely);
  return result.rows;
}
