import { personId } from '../../src/domain/ids.ts';
import type { Content, ItemId } from '../../src/domain/item.ts';
import { signalId } from '../../src/domain/signals.ts';
import { type Instant, instant } from '../../src/domain/time.ts';
import type { You } from '../../src/sample/samplePerson.ts';
import { type SampleTenant, type SampleTenantOptions, startSampleTenant } from '../../src/sample/startSampleTenant.ts';

/** A Saturday: the newest data are of Thursday 2026-11-19. */
export const NOW: Instant = instant('2026-11-21T09:00:00Z');

export const YOU: You = { personId: personId('8f14e45f-ceea-4e7a-9c3b-1d2f6a7b8c90'), givenName: 'Robin', surname: 'Park', zone: 'Europe/Berlin' };

export const POST_ITEM = 'start-a-channel-conversation';

export const CONTENT: Content = new Map([
  [
    POST_ITEM,
    {
      id: POST_ITEM as ItemId,
      signals: [signalId('teams.channelPosts')],
      service: 'teams',
      level: 'everyday',
      title: 'Ask in the channel',
      gain: 'One answer serves everybody.',
      action: 'Start a conversation in a channel.',
      link: { title: 'Open Teams', url: 'https://teams.microsoft.com' },
      bestOn: 'any',
      personas: [],
    },
  ],
]);

/** Starts a sample tenant of 200 with you in it. */
export function company(options: Partial<SampleTenantOptions> = {}): Promise<SampleTenant> {
  const usual: SampleTenantOptions = {
    tenantId: '5f0f7b7e-3c1a-4d52-8a6e-2b9d4c7e1f10',
    seed: 'a company',
    people: 200,
    now: () => NOW,
    content: CONTENT,
    you: YOU,
  };
  return startSampleTenant({ ...usual, ...options });
}

/** A report's rows by column name, read with nothing but string splitting: no cell here holds a comma. */
export function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = csv.replace(/^\uFEFF/, '').split('\r\n');
  const names = header.split(',');
  return lines.filter((line) => line !== '').map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])));
}

/** Downloads one report; `range` is `period='D7'` or `date=2026-11-18`; `name` starts with `copilot/` where it lies there. */
export async function report(url: string, range: string, name = 'getTeamsUserActivityUserDetail'): Promise<string> {
  const path = name.startsWith('copilot/') ? name.replace('copilot/', 'copilot/reports/') : `reports/${name}`;
  const response = await fetch(`${url}/v1.0/${path}(${range})`, { headers: { connection: 'close' } });
  if (response.status !== 200) throw new Error(`expected 200 for ${name} ${range}, got ${response.status}: ${await response.text()}`);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** Posts JSON on a connection of its own, so that a server that was restarted is not met on the old one. */
export function post(url: string, body: unknown, method = 'POST'): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json', connection: 'close' }, body: JSON.stringify(body) });
}
