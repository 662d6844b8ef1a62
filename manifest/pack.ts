import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../src/domain/errors.ts';
import { isUuid } from '../src/domain/ids.ts';
import { isLoopbackHost } from '../src/domain/loopback.ts';
import { packageProblems } from './packageProblems.ts';
import { zipOf } from './zip.ts';

/** Who stands behind the app, as people see it in its details. Addresses are https and open without a sign-in. */
export interface Developer {
  readonly name: string;
  readonly websiteUrl: string;
  readonly privacyUrl: string;
  readonly termsOfUseUrl: string;
}

export interface PackRequest {
  /** The Teams app's own id (`TEAMS_APP_ID`), a GUID made once and kept. */
  readonly appId: string;
  /** The bot's app id (`MicrosoftAppId`). */
  readonly botId: string;
  /** Where the bot is reached (`PUBLIC_URL`): https, host only. */
  readonly publicUrl: string;
  /** Where the package is written; folders are made, an older file is replaced. */
  readonly outFile: string;
  /** The app registration that reads Graph (`GRAPH_CLIENT_ID`); without it the app cannot be installed for people through Graph. */
  readonly graphClientId?: string | undefined;
  /** Left out: the product's name, `publicUrl` and the pages /privacy and /terms below it. */
  readonly developer?: Developer | undefined;
}

export interface Packed {
  readonly outFile: string;
  /** The version in the manifest; the organization's catalogue takes an update only when it grew. */
  readonly version: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

const OTHER_FILES = ['color.png', 'outline.png', 'en.json'] as const;

/**
 * Writes the Teams app package: a zip of manifest, icons and texts, ready to upload in the Teams admin centre. The version is
 * the product's. The same request gives the same bytes.
 *
 * Throws `invalid-config` listing every value of the request that does not fit, and `invalid-content` when the package would
 * break a rule of Teams; nothing is written then.
 */
export async function packManifest(request: PackRequest): Promise<Packed> {
  const origin = checkedOrigin(request);
  const { version } = productSchema.parse(JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')));
  const developer = request.developer ?? {
    name: 'Adoption Coach',
    websiteUrl: origin.origin,
    privacyUrl: `${origin.origin}/privacy`,
    termsOfUseUrl: `${origin.origin}/terms`,
  };
  const { name: developerName, ...addresses } = developer;
  const values = {
    version,
    appId: request.appId.toLowerCase(),
    botId: request.botId.toLowerCase(),
    publicHost: origin.hostname,
    developerName,
    ...addresses,
  };
  const template: unknown = JSON.parse(await readFile(new URL('manifest.json', import.meta.url), 'utf8'));
  const manifest = withGraph(filledIn(template, new Map(Object.entries(values))), request.graphClientId);

  const entries = [{ name: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8') }];
  for (const name of OTHER_FILES) entries.push({ name, bytes: await readFile(new URL(name, import.meta.url)) });
  const problems = packageProblems(manifest, new Map(entries.map((entry) => [entry.name, entry.bytes])));
  if (problems.length > 0) throw new Fault('invalid-content', `the app package would be refused by Teams:\n${listed(problems)}`);

  const zip = zipOf(entries);
  await mkdir(dirname(request.outFile), { recursive: true });
  await writeFile(request.outFile, zip);
  return { outFile: request.outFile, version, bytes: zip.length, files: entries.map((entry) => entry.name) };
}

const productSchema = z.object({ version: z.string() });

/** The origin of `publicUrl`, once all values of the request are checked. */
function checkedOrigin({ appId, botId, publicUrl, graphClientId }: PackRequest): URL {
  const problems: string[] = [];
  const needGuid = (name: string, value: string): void => {
    if (!isUuid(value.toLowerCase()))
      problems.push(`${name}: expected a GUID like 00001111-aaaa-2222-bbbb-3333cccc4444, got ${JSON.stringify(value)}`);
  };
  needGuid('TEAMS_APP_ID', appId);
  needGuid('MicrosoftAppId', botId);
  if (graphClientId !== undefined) needGuid('GRAPH_CLIENT_ID', graphClientId);
  const url = URL.parse(publicUrl);
  const isHostOnly = url?.protocol === 'https:' && url.href === `${url.origin}/`;
  if (url === null || !isHostOnly)
    problems.push(`PUBLIC_URL: expected https and a host only, like https://coach.contoso.com, got ${JSON.stringify(publicUrl)}`);
  else if (isLoopbackHost(url.hostname)) problems.push(`PUBLIC_URL: expected a host that Teams can reach, got this machine (${url.hostname})`);
  if (url === null || problems.length > 0) throw new Fault('invalid-config', `the app package cannot be made:\n${listed(problems)}`);
  return url;
}

/** Fills `{{name}}` inside texts only, so that no value can change the shape of the manifest. An unknown name stays and is found later. */
function filledIn(node: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof node === 'string') return node.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => values.get(name) ?? placeholder);
  if (Array.isArray(node)) return node.map((entry) => filledIn(entry, values));
  if (typeof node === 'object' && node !== null)
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filledIn(value, values)]));
  return node;
}

/** Graph installs an app for people only for the registration that the app names as its own. */
function withGraph(manifest: unknown, graphClientId: string | undefined): unknown {
  if (graphClientId === undefined || typeof manifest !== 'object' || manifest === null) return manifest;
  return { ...manifest, webApplicationInfo: { id: graphClientId.toLowerCase() } };
}

const listed = (problems: readonly string[]): string => problems.map((problem) => `  - ${problem}`).join('\n');
