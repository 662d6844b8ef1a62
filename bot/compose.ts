import { conversationOf } from '../src/app/answer.ts';
import { arm, freeze } from '../src/app/brake.ts';
import type { Conversation } from '../src/app/conversation.ts';
import { type CycleOptions, type CycleSummary, cycle } from '../src/app/cycle.ts';
import { claimDailyCycle, claimFill } from '../src/app/dailyCycle.ts';
import { deliverDue } from '../src/app/deliverDue.ts';
import type { DeliverOptions, DeliveryCounts } from '../src/app/deliveryRun.ts';
import { doctor } from '../src/app/doctor.ts';
import { requestExport } from '../src/app/export.ts';
import { forget } from '../src/app/forget.ts';
import { inFlight } from '../src/app/inFlight.ts';
import { fillUsage } from '../src/app/ingestUsage.ts';
import { sending } from '../src/app/sending.ts';
import type { EngineSettings } from '../src/app/settings.ts';
import { type Config, isLoopbackUrl } from '../src/config.ts';
import { loadContent } from '../src/content/loadContent.ts';
import { Fault } from '../src/domain/errors.ts';
import { DEFAULT_FOCUS } from '../src/domain/goal.ts';
import type { TenantId } from '../src/domain/ids.ts';
import type { Message } from '../src/domain/message.ts';
import { type Day, dayIn, momentIn } from '../src/domain/time.ts';
import { graphCredential } from '../src/graph/credential.ts';
import { openGraph } from '../src/graph/graph.ts';
import { startWork, type Work } from '../src/jobs/startWork.ts';
import type { Installer } from '../src/ports/outside.ts';
import type { Database } from '../src/ports/stores.ts';
import type { Log, Progress, System } from '../src/ports/system.ts';
import { type EmbeddedDatabase, openEmbedded } from '../src/storage/openEmbedded.ts';
import { openServer } from '../src/storage/openServer.ts';
import { type MovableClock, movableClock, newSecret, realSystem } from '../src/system.ts';
import { activityOf } from './cards/activity.ts';
import { type Connector, connector } from './connector.ts';
import { connectorToken } from './connectorToken.ts';
import { silentProgress } from './progressBar.ts';

/** The parts of a running coach, bound to one tenant. */
export interface App {
  readonly config: Config;
  readonly db: Database;
  readonly settings: EngineSettings;
  readonly system: System;
  readonly outbound: Connector;
  readonly conversation: Conversation;
  cycle(options: CycleOptions & { readonly asOf: Day | undefined }, progress: Progress): Promise<CycleSummary>;
  deliver(options: DeliverOptions): Promise<DeliveryCounts>;
  /** Starts the sending of what is due and, where `hasJobs`, the jobs. */
  startWork(hasJobs: boolean): Work;
  readonly sending: ReturnType<typeof sending>;
  readonly arm: ReturnType<typeof arm>;
  readonly freeze: ReturnType<typeof freeze>;
  readonly requestExport: ReturnType<typeof requestExport>;
  readonly forget: ReturnType<typeof forget>;
  readonly doctor: ReturnType<typeof doctor>;
  /** Tells other commands on this machine where to hand their work; only an embedded database has one owner to ask. */
  announce(socket: string, secret: string): Promise<void>;
  close(): Promise<void>;
}

/** What the demo puts around the real parts. */
export interface Around {
  readonly clock: MovableClock;
  connector(real: Connector): Connector;
  installer(real: Installer): Installer;
  conversation(real: Conversation): Conversation;
  moveWeek(app: App): Promise<Message>;
}

/** A run for a day begins at six in the morning of the tenant's zone. */
const RUN_MINUTE = 6 * 60;

/** Opens the database and binds everything. Throws `invalid-config`, `folder-owned`, `storage-unavailable`, `not-migrated`. */
export async function compose(config: Config, log: Log, around?: Around): Promise<App> {
  const tenantId = config.TENANT_ID;
  if (tenantId === undefined) throw new Fault('invalid-config', 'TENANT_ID: missing; the id of the Entra tenant that is served');
  const clock = around?.clock ?? movableClock();
  const system = realSystem(log, clock);
  const settings = engineSettings(config, tenantId, around !== undefined);
  const db = await openDatabase(config, tenantId, log);
  try {
    await db.stores.tenants.ensure(config.HASH_SALT ?? newSecret());
    if (config.DATABASE_URL === undefined) await recoverAll(db, log);
    clock.setOffset((await db.stores.tenants.state()).clockOffsetMs);
    return bind({ config, tenantId, clock, system, settings, db, around });
  } catch (fault) {
    await db.close();
    throw fault;
  }
}

function bind(parts: {
  config: Config;
  tenantId: TenantId;
  clock: MovableClock;
  system: System;
  settings: EngineSettings;
  db: Database | EmbeddedDatabase;
  around: Around | undefined;
}): App {
  const { config, tenantId, clock, system, settings, db, around } = parts;
  const graph = openGraph(
    {
      baseUrl: config.GRAPH_BASE_URL,
      credential: credentialOf(config, tenantId),
      clock: system.clock,
      random: system.random,
      wait: system.wait,
      log: system.log,
    },
    { teamsAppId: config.TEAMS_APP_ID, defaultZone: config.DEFAULT_ZONE },
  );
  const real = connector({
    serviceUrl: config.CONNECTOR_SERVICE_URL,
    botId: `28:${config.MicrosoftAppId ?? NO_APP_ID}`,
    botName: 'Adoption Coach',
    tenantId,
    token: reported(tokenOf(config, tenantId), system.log),
    activityOf,
  });
  const outbound = around?.connector(real) ?? real;
  const installer = around?.installer(graph.installer) ?? graph.installer;
  // In the demo a cycle is the answer to a press.
  const bulk = around === undefined && 'forLongWork' in db ? db.forLongWork : db;
  const worker = system.newId();
  const places = inFlight(MOST_IN_FLIGHT);
  const plain = conversationOf({ db, settings, system, ...(around === undefined ? {} : { moveWeek: () => around.moveWeek(app) }) });
  const conversation = around?.conversation(plain) ?? plain;
  const app: App = {
    config,
    db,
    settings,
    system,
    outbound,
    conversation,
    cycle: (options, progress) => {
      const at = options.asOf === undefined ? system : { ...system, clock: clockFrom(options.asOf, config.DEFAULT_ZONE) };
      return cycle({
        db: bulk,
        source: graph.usage,
        directory: graph.directory,
        installer,
        sender: outbound,
        settings,
        system: at,
        progress,
        worker,
        inFlight: places,
      })(options);
    },
    deliver: deliverDue({ db, sender: outbound, installer, settings, system, worker, inFlight: places }),
    startWork: (hasJobs) =>
      startWork(
        {
          deliver: app.deliver,
          claimCycle: () => claimDailyCycle({ db, zone: config.DEFAULT_ZONE })(clock.now()),
          cycle: (signal) => app.cycle({ isDry: false, sendsNow: false, isConfirmed: false, asOf: undefined, signal }, silentProgress),
          claimFill: () => claimFill({ db, zone: config.DEFAULT_ZONE })(clock.now()),
          fill: () =>
            fillUsage({ db: bulk, source: graph.usage, progress: silentProgress, log: system.log })(
              dayIn(config.DEFAULT_ZONE, clock.now()),
              clock.now(),
            ),
          wait: system.wait,
          log: system.log,
        },
        hasJobs,
      ),
    sending: sending({ db, clock: system.clock, mostPerSecond: config.SENDS_PER_SECOND }),
    arm: arm({ db, clock: system.clock, directory: graph.directory }),
    freeze: freeze({ db, clock: system.clock }),
    requestExport: requestExport({ db, system }),
    forget: forget({ db, settings }),
    doctor: doctor({ db, prober: graph.prober, clock: system.clock, zone: config.DEFAULT_ZONE }),
    announce: async (socket, secret) => ('announce' in db ? db.announce(socket, secret) : undefined),
    close: () => db.close(),
  };
  return app;
}

/** Requests to the connector at once: at 50 a second, answers may take two seconds before they hold the pace. */
const MOST_IN_FLIGHT = 100;

/** The demo and tests speak to a connector on this machine, which asks for no app id. */
const NO_APP_ID = '00000000-0000-4000-8000-0000000000b0';

/** A clock that shows `day` 06:00 in `zone` now and goes on from there. */
function clockFrom(day: Day, zone: string): MovableClock {
  const moved = movableClock();
  moved.setOffset(momentIn(zone, day, RUN_MINUTE) - moved.now());
  return moved;
}

function engineSettings(config: Config, tenantId: TenantId, isDemo: boolean): EngineSettings {
  return {
    tenantId,
    defaultZone: config.DEFAULT_ZONE,
    holidays: new Set(config.HOLIDAYS),
    support: config.SUPPORT_CONTACT,
    sponsor: config.SPONSOR_NAME,
    ...loadContent(),
    focus: DEFAULT_FOCUS,
    isDemo,
  };
}

function openDatabase(config: Config, tenantId: TenantId, log: Log): Promise<Database | EmbeddedDatabase> {
  const options = { ratePerSecond: config.SENDS_PER_SECOND, log };
  return config.DATABASE_URL === undefined
    ? openEmbedded(config.DATA_DIR, tenantId, options)
    : openServer(config.DATABASE_URL, tenantId, {
        ...options,
        migrates: config.MIGRATE_ON_START,
        mostConnections: config.DATABASE_CONNECTIONS,
        name: `adoption-coach ${config.ROLE}`,
      });
}

/** The owner of an embedded folder knows that whoever held a lease is dead; on a server the leases must end first. */
async function recoverAll(db: Database, log: Log): Promise<void> {
  const { planned, unknown } = await db.stores.deliveries.recover(true);
  if (planned + unknown > 0) log.warn('deliveries.recovered', { planned, unknown });
}

function credentialOf(config: Config, tenantId: TenantId) {
  const { GRAPH_CLIENT_ID: clientId, GRAPH_CLIENT_SECRET: clientSecret, GRAPH_CERTIFICATE_PATH: certificatePath } = config;
  if (isLoopbackUrl(config.GRAPH_BASE_URL)) return undefined;
  if (clientId !== undefined && clientSecret !== undefined) return graphCredential({ kind: 'secret', tenantId, clientId, clientSecret });
  if (clientId !== undefined && certificatePath !== undefined) return graphCredential({ kind: 'certificate', tenantId, clientId, certificatePath });
  return graphCredential({ kind: 'managed-identity', clientId });
}

/** A token that cannot be had stops every message, so it is said as it happens. */
function reported(token: () => Promise<string>, log: Log): () => Promise<string> {
  return async () => {
    try {
      return await token();
    } catch (fault) {
      log.error('connector.no-token', { fault: fault instanceof Fault ? fault.message : 'unknown' });
      throw fault;
    }
  };
}

function tokenOf(config: Config, tenantId: TenantId): () => Promise<string> {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password } = config;
  if (appId !== undefined && config.MicrosoftAppType === 'UserAssignedMSI') return connectorToken({ kind: 'managed-identity', appId });
  if (appId !== undefined && password !== undefined) {
    const loginTenant = config.MicrosoftAppType === 'MultiTenant' ? 'botframework.com' : (config.MicrosoftAppTenantId ?? tenantId);
    return connectorToken({ kind: 'secret', tenantId: loginTenant, appId, password });
  }
  return async () => {
    throw new Fault('connector-token', 'MicrosoftAppId or its secret is missing, so there is no token for the connector; set both');
  };
}
