import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { loadContent } from '../../src/content/loadContent.ts';
import { Fault } from '../../src/domain/errors.ts';
import { day, dayIn } from '../../src/domain/time.ts';
import type { Log, Progress } from '../../src/ports/system.ts';
import { type SampleTenant, startSampleTenant } from '../../src/sample/startSampleTenant.ts';
import { ownerOf } from '../../src/storage/ownerLock.ts';
import { movableClock } from '../../src/system.ts';
import { type App, compose } from '../compose.ts';
import type { Io } from '../handOver.ts';
import { silentProgress } from '../progressBar.ts';
import { type RunningBot, runBot } from '../runBot.ts';
import { demoAround } from './around.ts';
import { type FirstCycle, lastScreen } from './lastScreen.ts';
import { passTime } from './passTime.ts';
import { type Playground, startPlayground } from './playground.ts';
import { DEMO_BOT_ID, DEMO_PEOPLE, DEMO_SEED, DEMO_TENANT, OTHERS, type PlaygroundUser, YOU } from './you.ts';

export interface DemoOptions {
  readonly folder: string;
  readonly log: Log;
  readonly io: Io;
  readonly progress: Progress;
  readonly people?: number;
  /** Whom you play; absent: Robin. A folder knows one such person for good. */
  readonly you?: PlaygroundUser;
  readonly opensBrowser?: boolean;
}

export interface Demo {
  readonly app: App;
  readonly playground: Playground;
  readonly tenant: SampleTenant;
  /** Moves time by a week, as "next week" in the chat does; resolves when the week's messages are sent. */
  nextWeek(): Promise<void>;
  stop(): Promise<void>;
}

/** Names the app in the sample tenant's catalogue. */
const DEMO_APP_ID = '6d0a4f3e-8b1c-4c2f-9e75-1a2b3c4d5e6f';
const NOTICE = { url: 'https://contoso.example/adoption-coach', day: day('2026-01-05') };

/** Starts the whole product on an invented company: sample tenant, first cycle, bot and chat window. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const { folder, log, io, you = YOU } = options;
  const owner = await ownerOf(folder);
  if (owner !== undefined) throw new Fault('folder-owned', `the demo runs already, as process ${owner.pid}; stop it there, or use its chat`);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = movableClock();
  const tenant = await startSampleTenant({
    tenantId: DEMO_TENANT,
    seed: DEMO_SEED,
    people: options.people ?? DEMO_PEOPLE,
    now: clock.now,
    content: loadContent().content,
    you: { ...you, zone },
    statePath: join(folder, 'company.json'),
  });
  const closing: (() => Promise<void>)[] = [() => tenant.close()];
  const stop = async (): Promise<void> => {
    for (const close of closing.reverse()) await close();
  };
  try {
    const week = async (app: App, offsetMs: number): Promise<void> => {
      await passTime(app, clock, offsetMs);
      const { delivery, outcomes, day } = await cycleOf(app, silentProgress);
      io.out(`It is ${day}. Messages sent: ${delivery.sent}. Habits that came after a tip: ${outcomes.came}.\n`);
    };
    const around = demoAround(you.personId, clock, tenant, (app, offsetMs) =>
      week(app, offsetMs).catch((fault: unknown) => log.error('week.failed', { fault: String(fault instanceof Fault ? fault.code : fault) })),
    );
    const app = await compose(demoConfig(tenant, folder, zone), log, around);
    closing.push(() => app.close());
    const first = await firstCycle(app, options.progress);
    const bot: RunningBot = await runBot(app, false);
    closing.push(() => bot.stop());
    const playground = await startPlayground({
      botUrl: `http://127.0.0.1:${bot.port}/api/messages`,
      folder,
      you,
      others: OTHERS,
      tenantId: DEMO_TENANT,
      botId: DEMO_BOT_ID,
      botName: 'Adoption Coach',
      log,
      ...(options.opensBrowser === undefined ? {} : { opensBrowser: options.opensBrowser }),
    });
    closing.push(() => playground.close());
    const today = dayIn(zone, clock.now());
    io.out(`\n${lastScreen({ firstCycle: first, today, ...screenFacts(tenant, you, folder, playground) })}\n`);
    const nextWeek = async (): Promise<void> => {
      await around.moveWeek(app);
      await around.settled();
    };
    return { app, playground, tenant, nextWeek, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

function demoConfig(tenant: SampleTenant, folder: string, zone: string) {
  return readConfig(
    {
      TENANT_ID: DEMO_TENANT,
      DATA_DIR: folder,
      PORT: '0',
      GRAPH_BASE_URL: tenant.url,
      CONNECTOR_SERVICE_URL: `${tenant.url}/`,
      TEAMS_APP_ID: DEMO_APP_ID,
      SENDS_PER_SECOND: '50',
      DEFAULT_ZONE: zone,
      SUPPORT_CONTACT: 'help@contoso.example',
      SPONSOR_NAME: 'Kim Dahl, Head of Workplace',
    },
    [],
    'serve',
  );
}

/** The demo does not wait for working hours: its people are not there to be disturbed. */
const cycleOf = (app: App, progress: Progress) => app.cycle({ isDry: false, sendsNow: true, isConfirmed: true, asOf: undefined }, progress);

/** The first cycle of a new demo; a demo that is started again on the same day goes on where it was. */
async function firstCycle(app: App, progress: Progress): Promise<FirstCycle | undefined> {
  const { tenants } = app.db.stores;
  const state = await tenants.state();
  if (state.arming.length === 0) await tenants.arm({ scope: 'all', noticeUrl: NOTICE.url, noticeDay: NOTICE.day, armedAt: app.system.clock.now() });
  const isNew = state.lastRunDay === undefined || state.lastRunDay < dayIn(app.settings.defaultZone, app.system.clock.now());
  if (!isNew) return undefined;
  const { habits, plan, delivery } = await cycleOf(app, progress);
  return { peopleRead: habits.people, needsFound: plan.planned, messagesSent: delivery.sent };
}

function screenFacts(tenant: SampleTenant, you: PlaygroundUser, folder: string, playground: Playground) {
  const known = tenant.people.find((person) => person.personId === you.personId);
  return {
    url: playground.url,
    hasOpenedBrowser: playground.hasOpenedBrowser,
    you: { name: `${you.givenName} ${you.surname}`, jobTitle: known?.jobTitle ?? '', department: known?.department.name ?? '' },
    folder,
  };
}
