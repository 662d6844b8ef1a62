import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { type Random, unit } from '../../src/domain/random.ts';
import type { Database } from '../../src/ports/stores.ts';
import { accountOf } from './account.ts';
import { startCoach } from './coach.ts';
import { COMPANY_TENANT, companyData, type Employee, EVERYTHING, employee } from './company.ts';
import { graphStub } from './graphStub.ts';
import { type Moment, type SeenPost, slowConnector } from './slowConnector.ts';

export const TODAY = '2026-11-18';
const DAILY_USERS: readonly Employee[] = Array.from({ length: 25 }, (_, index) => employee(100 + index, EVERYTHING));
/** They lack every habit, so each of them is planned a message. */
export const BEGINNERS: readonly Employee[] = Array.from({ length: 40 }, (_, index) => employee(200 + index, {}));
const NAMES = BEGINNERS.map((one) => one.id);

export const companyGraph = () => graphStub(companyData([...DAILY_USERS, ...BEGINNERS], TODAY));

/** The command that is killed, and run again to its end. */
export const CYCLE = ['cycle', '--as-of', TODAY, '--send-now', '--json'] as const;

/** When the process dies: at a request for data, or some time after the count-th moment of a message. */
export type Death =
  | { readonly kind: 'reading'; readonly request: number }
  | { readonly kind: 'sending'; readonly moment: Moment; readonly count: number; readonly laterMs: number };

/** Deaths fall within this share of the messages: a busy machine takes its time to kill, and the last ones would be out by then. */
const SHARE_BEFORE_DEATH = 0.75;

/** One round in ten dies while reading; the others anywhere between the first message and the last. */
export function deathOf(seed: string, round: number): Death {
  const dice = diceOf(`${seed} ${round} death`);
  if (round % 10 === 9) return { kind: 'reading', request: 1 + Math.floor(dice() * 20) };
  const moments: readonly Moment[] = ['seen', 'arrived', 'answered'];
  const moment = moments[Math.floor(dice() * moments.length)] ?? 'seen';
  return { kind: 'sending', moment, count: 1 + Math.floor(dice() * BEGINNERS.length * SHARE_BEFORE_DEATH), laterMs: dice() < 0.5 ? 0 : dice() * 40 };
}

function diceOf(seed: string): Random {
  let throws = 0;
  return () => unit(seed, String(throws++));
}

export interface Round {
  /** Whether it died after the first message arrived and before the last had. */
  readonly diedBetween: boolean;
  readonly unknown: number;
  /** Unknown messages the receiver never saw anything of: given up for nothing. */
  readonly neverOnTheWay: number;
}

/** Where a round's data live. */
export interface Place {
  readonly settings: Readonly<Record<string, string>>;
  /** Called when the killed process is gone. */
  afterDeath(): Promise<void>;
  /** Opens the database without mending anything in it. */
  open(): Promise<Database>;
}

/** An outcome that came this long before the death must be in the database. Generous, because a busy machine starves processes. */
const LONGEST_WRITING_MS = 1_000;

/** Kills a run, runs it again to its end, and holds database and receiver against each other. */
export async function killedAndRunAgain(place: Place, seed: string, round: number): Promise<Round> {
  const death = deathOf(seed, round);
  const what = `${seed} round ${round}, killed at ${JSON.stringify(death)}`;
  const [graph, connector] = await Promise.all([companyGraph(), slowConnector(diceOf(`${seed} ${round} latency`))]);
  try {
    const settings = {
      ...place.settings,
      TENANT_ID: COMPANY_TENANT,
      GRAPH_BASE_URL: graph.url,
      CONNECTOR_SERVICE_URL: connector.url,
      SENDS_PER_SECOND: '50',
      LOG_LEVEL: 'error',
    };
    const requested = new Promise<void>((resolve) =>
      graph.script(() => {
        if (death.kind === 'reading' && graph.requests.length >= death.request) resolve();
        return undefined;
      }),
    );
    const time = death.kind === 'reading' ? requested : connector.nth(death.moment, death.count).then(() => wait(death.laterMs));
    const first = startCoach(CYCLE, settings);
    const isKilled = await Promise.race([time.then(() => true), first.ended.then(() => false)]);
    const killedAt = performance.now();
    first.child.kill('SIGKILL');
    const died = await first.ended;
    expect(isKilled || died.exit === 0, `${what}: ended by itself with ${died.exit}: ${died.err}`).to.equal(true);
    await connector.quiet();
    await place.afterDeath();
    const before = connector.posts.slice();

    const second = await startCoach(CYCLE, settings).ended;
    expect(second.exit, `${what}: ${second.err}`).to.equal(0);
    await connector.quiet();
    const db = await place.open();
    try {
      return await judge(db, connector.posts, before, killedAt, what);
    } finally {
      await db.close();
    }
  } finally {
    await graph.close();
    await connector.close();
  }
}

async function judge(db: Database, posts: readonly SeenPost[], before: readonly SeenPost[], killedAt: number, what: string): Promise<Round> {
  const arrived = posts.filter((post) => post.arrivedAt !== undefined).map((post) => post.personId);
  expect(arrived.length, `${what}: somebody got two messages`).to.equal(new Set(arrived).size);

  const { counts, states } = await accountOf(db, NAMES);
  expect([...states.keys()].sort(), `${what}: somebody is missing`).to.deep.equal([...NAMES].sort());
  for (const [person, list] of states) expect(list, `${what}: ${person}`).to.have.length(1);
  // A run that came to its end leaves nothing due, and nothing held by anybody.
  expect(counts, what).to.deep.equal({
    planned: 0,
    claimed: 0,
    sending: 0,
    dropped: 0,
    sent: NAMES.length - counts.unknown,
    unknown: counts.unknown,
  });

  const inState = (state: string): readonly string[] => NAMES.filter((name) => states.get(name)?.[0] === state);
  const reached = new Set(arrived);
  expect(
    inState('sent').filter((name) => !reached.has(name)),
    `${what}: counted as sent and never arrived`,
  ).to.deep.equal([]);
  const seen = new Map(posts.map((post) => [post.personId, post]));
  const settled = inState('unknown').filter((name) => (seen.get(name)?.answeredAt ?? killedAt) < killedAt - LONGEST_WRITING_MS);
  expect(settled, `${what}: answered long before the death and yet unknown`).to.deep.equal([]);
  const unseen = inState('unknown').filter((name) => !seen.has(name));

  const times = before.flatMap((post) => post.arrivedAt ?? []).sort((a, b) => a - b);
  const [firstArrival = killedAt] = times;
  return { diedBetween: firstArrival < killedAt && before.length < NAMES.length, unknown: counts.unknown, neverOnTheWay: unseen.length };
}

/** Runs `rounds` rounds, two side by side; after a failure no further one begins, and what runs ends first. */
export async function inTwoLanes(rounds: number, run: (round: number) => Promise<Round>): Promise<readonly Round[]> {
  const results: Round[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < rounds) {
      const round = next++;
      try {
        results.push(await run(round));
      } catch (error) {
        next = rounds;
        throw error;
      }
    }
  };
  for (const ended of await Promise.allSettled([lane(), lane()])) if (ended.status === 'rejected') throw ended.reason;
  return results;
}
