import type { Directory, Installer, UsageSource } from '../ports/outside.ts';
import type { Prober } from '../ports/probe.ts';
import { graphDirectory } from './directory.ts';
import { type GraphOptions, graphClient } from './graphClient.ts';
import { graphInstaller } from './installer.ts';
import { graphProber } from './probe.ts';
import { graphReports } from './reports.ts';

/** Microsoft Graph behind the engine's ports. */
export interface Graph {
  readonly usage: UsageSource;
  readonly directory: Directory;
  readonly installer: Installer;
  readonly prober: Prober;
}

/**
 * Binds everything to one tenant's Graph. No request is made yet. Throws `invalid-config` for a bad base URL or a missing identity.
 *
 * @param settings `teamsAppId`: the id in the app's manifest; `defaultZone`: the tenant's zone (IANA).
 */
export function openGraph(options: GraphOptions, settings: { readonly teamsAppId: string | undefined; readonly defaultZone: string }): Graph {
  const client = graphClient(options);
  return {
    usage: graphReports(client),
    directory: graphDirectory(client, settings.defaultZone),
    installer: graphInstaller(client, settings.teamsAppId),
    prober: graphProber(client, settings.teamsAppId),
  };
}
