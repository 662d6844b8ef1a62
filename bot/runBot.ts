import { Fault } from '../src/domain/errors.ts';
import type { Database } from '../src/ports/stores.ts';
import type { Log } from '../src/ports/system.ts';
import { createAdoptionBot } from './adoptionBot.ts';
import { CHANNEL_ISSUER, CHANNEL_METADATA_URL, channelTokenCheck } from './channelToken.ts';
import type { App } from './compose.ts';
import { type Door, gateFor } from './gate.ts';
import { metricsPage } from './metricsPage.ts';
import { sdkSettings } from './sdkSettings.ts';
import { type BotServerParts, createBotServer } from './server.ts';

export interface RunningBot {
  readonly port: number;
  /** No new turn, message or job begins; what has begun finishes. */
  stop(): Promise<void>;
}

/** Starts, as the process's role says, the door for Teams, and the sending of what is due with the jobs. The demo runs its cycles itself. */
export async function runBot(app: App, hasJobs: boolean): Promise<RunningBot> {
  const { config, system } = app;
  const door = config.ROLE === 'worker' ? undefined : answering(app);
  const server = await createBotServer({
    host: config.HOST,
    port: config.PORT,
    door,
    isReady: readiness(app.db, system.log),
    metrics: metricsPage({ role: config.ROLE, sending: app.sending, clock: system.clock, log: system.log }),
    log: system.log,
  });
  const work = config.ROLE === 'web' ? undefined : app.startWork(hasJobs);
  return {
    port: server.port,
    stop: async () => {
      await Promise.all([server.close(), work?.stop()]);
    },
  };
}

function answering(app: App): BotServerParts['door'] {
  const { config, system } = app;
  const { tenantId } = app.settings;
  return {
    bot: createAdoptionBot({ conversation: app.conversation, outbound: app.outbound, log: system.log, settings: sdkSettings(config, tenantId) }),
    gate: gateFor({ door: doorOf(app), tenantId, connectorServiceUrl: config.CONNECTOR_SERVICE_URL }),
  };
}

/** Whether the database answers: without it nothing can be said or sent. */
export const readiness = (db: Database, log: Log) => async (): Promise<boolean> => {
  try {
    await db.stores.tenants.state();
    return true;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    log.warn('ready.refused', { fault: fault.code });
    return false;
  }
};

/** Without an app id the settings allow only this machine (checked when they were read), and the door is open to it alone. */
function doorOf(app: App): Door {
  const {
    MicrosoftAppId: appId,
    BotOpenIdMetadata: metadata,
    ToBotFromChannelOpenIdMetadataUrl: channelMetadata,
    ToBotFromChannelTokenIssuer: issuer,
  } = app.config;
  if (appId === undefined) return { kind: 'open' };
  const metadataUrl = channelMetadata ?? metadata ?? CHANNEL_METADATA_URL;
  return { kind: 'verified', checkToken: channelTokenCheck({ appId, metadataUrl, issuer: issuer ?? CHANNEL_ISSUER, clock: app.system.clock }) };
}
