import { packManifest } from '../../manifest/pack.ts';
import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { Environment } from '../environment.ts';
import { print, type Shell } from './shell.ts';

/** Writes the Teams app package of this installation. */
export async function manifestCommand(
  shell: Shell,
  environment: Environment,
  flags: { readonly out: string; readonly json?: boolean },
): Promise<number> {
  const config = readConfig(environment.values, environment.fromFile, 'look');
  const { TEAMS_APP_ID: appId, MicrosoftAppId: botId, PUBLIC_URL: publicUrl, GRAPH_CLIENT_ID: graphClientId } = config;
  if (appId === undefined || botId === undefined || publicUrl === undefined)
    throw new Fault('invalid-config', 'the package needs TEAMS_APP_ID, MicrosoftAppId and PUBLIC_URL; set all three');
  const packed = await packManifest({ appId, botId, publicUrl, outFile: flags.out, ...(graphClientId === undefined ? {} : { graphClientId }) });
  print(shell, flags.json === true, packed, [
    `Wrote ${packed.outFile} (version ${packed.version}, ${packed.bytes} bytes). Upload it in the Teams admin centre → Manage apps.`,
  ]);
  return 0;
}
