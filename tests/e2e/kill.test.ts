import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Kysely, sql } from 'kysely';
import { tenantId } from '../../src/domain/ids.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';
import { openServer } from '../../src/storage/openServer.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { runCoach } from '../support/coach.ts';
import { COMPANY_TENANT } from '../support/company.ts';
import { newServerDatabase } from '../support/databases.ts';
import { BEGINNERS, companyGraph, inTwoLanes, killedAndRunAgain, type Place, type Round, TODAY } from '../support/killing.ts';
import { until } from '../support/until.ts';

const TENANT = tenantId(COMPANY_TENANT);
const RATE = { ratePerSecond: 50 };
const SEED = 'a wet Wednesday';
/** One in ten dies while reading; for many more see `npm run bench -- chaos`. */
const ROUNDS = 10;
const SERVER_ROUNDS = 3;

/** Reads everything once and plans nothing. */
async function prepare(settings: Readonly<Record<string, string>>): Promise<void> {
  const graph = await companyGraph();
  try {
    const nowhere = 'http://127.0.0.1:9/teams/';
    const all = { ...settings, TENANT_ID: COMPANY_TENANT, GRAPH_BASE_URL: graph.url, CONNECTOR_SERVICE_URL: nowhere };
    const run = await runCoach(['cycle', '--as-of', TODAY, '--json'], all);
    expect(run.exit, run.err).to.equal(0);
    expect(JSON.parse(run.out).plan.shadow).to.equal(BEGINNERS.length);
  } finally {
    await graph.close();
  }
}

/** Messages marked as sending whose POST has not begun: those of two groups of slots. A starved process may have more at times, not as a rule. */
const MOST_GIVEN_UP = 10;

function expectFewGivenUp(rounds: readonly Round[]): void {
  const sorted = rounds.map((round) => round.neverOnTheWay).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)], `unknown and never on their way: ${sorted}`).to.be.at.most(MOST_GIVEN_UP);
}

/** A test of deaths must not have missed the moments it is about. */
function expectDeathsInTheMiddle(rounds: readonly Round[]): void {
  expect(rounds.filter((round) => round.diedBetween).length, 'deaths between the first message and the last').to.be.above(rounds.length / 2);
  expect(
    rounds.some((round) => round.unknown > 0),
    'no death ever caught a message in the air',
  ).to.equal(true);
}

describe('a killed cycle, run again to its end', () => {
  describe('on an embedded folder', () => {
    let root: string;
    before(async function () {
      this.timeout(60_000);
      root = await mkdtemp(join(tmpdir(), 'coach-kill-'));
      await prepare({ DATA_DIR: join(root, 'prepared') });
    });
    after(() => rm(root, { recursive: true, force: true }));

    it('sends nobody a second message and loses nobody, whenever it died', async () => {
      const rounds = await inTwoLanes(ROUNDS, async (round) => {
        const folder = join(root, `round-${round}`);
        await cp(join(root, 'prepared'), folder, { recursive: true });
        const place: Place = {
          settings: { DATA_DIR: folder },
          afterDeath: async () => {},
          open: () => openEmbedded(folder, TENANT, RATE),
        };
        const result = await killedAndRunAgain(place, SEED, round);
        await rm(folder, { recursive: true });
        return result;
      });
      expectFewGivenUp(rounds);
      expectDeathsInTheMiddle(rounds);
    }).timeout(600_000);
  });

  describe('on a server', () => {
    let admin: Kysely<Schema>;
    let prepared: string;
    before(async function () {
      this.timeout(120_000);
      prepared = await newServerDatabase();
      await prepare({ DATABASE_URL: prepared, MIGRATE_ON_START: 'true' });
      admin = await connectServer(await newServerDatabase(), { mostConnections: 1 });
    });
    after(() => admin?.destroy());

    const nameIn = (url: string): string => new URL(url).pathname.slice(1);

    /** A database like the prepared one. */
    async function copyOfPrepared(name: string): Promise<string> {
      await nobodyOn(prepared);
      await sql`create database ${sql.id(name)} template ${sql.id(nameIn(prepared))}`.execute(admin);
      return Object.assign(new URL(prepared), { pathname: `/${name}` }).href;
    }

    /** The server notices by and by that a process is gone; what it was doing for it then has ended. */
    const nobodyOn = (url: string): Promise<void> =>
      until('nobody is connected any more', async () => {
        const connections = await sql`select pid from pg_stat_activity where datname = ${nameIn(url)}`.execute(admin);
        return connections.rows.length === 0;
      });

    /** What waiting for a minute and a half would do. */
    async function endLeases(url: string): Promise<void> {
      await nobodyOn(url);
      const kysely = await connectServer(url, { mostConnections: 1 });
      await sql`update delivery set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null`.execute(kysely);
      await kysely.destroy();
    }

    it('sends nobody a second message and loses nobody, once the dead one’s leases have ended', async () => {
      const databases: string[] = [];
      for (let round = 0; round < SERVER_ROUNDS; round += 1) databases.push(await copyOfPrepared(`round_${round}`));
      const rounds = await inTwoLanes(databases.length, (round) => {
        const url = databases[round] ?? '';
        return killedAndRunAgain(
          { settings: { DATABASE_URL: url }, afterDeath: () => endLeases(url), open: () => openServer(url, TENANT, RATE) },
          `${SEED}, server`,
          round,
        );
      });
      expectFewGivenUp(rounds);
      expectDeathsInTheMiddle(rounds);
    }).timeout(300_000);
  });
});
