import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type PackRequest, packManifest } from '../../manifest/pack.ts';
import { Fault } from '../../src/domain/errors.ts';
import { schemaErrors } from './schemaErrors.ts';
import { unzip } from './unzip.ts';

const APP_ID = 'cf1ba4ce-7a21-4fd5-8f3c-0f1f1c7b8d10';
const BOT_ID = '00001111-aaaa-2222-bbbb-3333cccc4444';
const GRAPH_ID = '55556666-aaaa-7777-bbbb-8888cccc9999';

describe('the Teams app package', () => {
  let folder: string;
  let request: PackRequest;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifest-'));
    request = { appId: APP_ID, botId: BOT_ID, publicUrl: 'https://coach.contoso.com', outFile: join(folder, 'new', 'coach.zip') };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function packed(change: Partial<PackRequest> = {}): Promise<{ files: ReadonlyMap<string, Buffer>; manifest: Record<string, unknown> }> {
    await packManifest({ ...request, ...change });
    const files = unzip(readFileSync(request.outFile));
    return { files, manifest: JSON.parse(String(files.get('manifest.json'))) as Record<string, unknown> };
  }

  async function faultOf(change: Partial<PackRequest>): Promise<Fault> {
    try {
      await packManifest({ ...request, ...change });
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
    throw new Error('a package was written');
  }

  it('holds manifest, icons and texts at its top level', async () => {
    const { files } = await packed();
    expect([...files.keys()]).to.deep.equal(['manifest.json', 'color.png', 'outline.png', 'en.json']);
    for (const name of ['color.png', 'outline.png', 'en.json'])
      expect(files.get(name)?.equals(readFileSync(new URL(`../../manifest/${name}`, import.meta.url))), name).to.equal(true);
  });

  it('says what was written', async () => {
    const answer = await packManifest(request);
    const product = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(answer).to.deep.include({ outFile: request.outFile, version: product.version, bytes: readFileSync(request.outFile).length });
  });

  for (const [what, change] of [
    ['with a bot only', {}],
    ['with installation through Graph', { graphClientId: GRAPH_ID }],
  ] as const)
    it(`has a manifest ${what} that fits Microsoft's schema 1.30`, async () => {
      expect(schemaErrors('manifest', (await packed(change)).manifest)).to.deep.equal([]);
    });

  it('is held against a schema that notices faults', async () => {
    const { manifest } = await packed();
    expect(schemaErrors('manifest', { ...manifest, id: 'x' })).to.have.length.of.at.least(1);
    expect(schemaErrors('manifest', { ...manifest, colour: 'red' })).to.have.length.of.at.least(1);
    expect(schemaErrors('localization', { 'name.short': 'x'.repeat(31) })).to.have.length.of.at.least(1);
  });

  it('has English texts that fit the schema and say what the manifest says', async () => {
    const { files, manifest } = await packed();
    const { $schema: _, ...texts } = JSON.parse(String(files.get('en.json'))) as Record<string, string>;
    expect(schemaErrors('localization', JSON.parse(String(files.get('en.json'))))).to.deep.equal([]);
    const name = manifest['name'] as Record<string, string>;
    const description = manifest['description'] as Record<string, string>;
    expect(texts).to.deep.equal({
      'name.short': name['short'],
      'name.full': name['full'],
      'description.short': description['short'],
      'description.full': description['full'],
    });
  });

  it('carries the ids in lower case and the host of the bot', async () => {
    const { manifest } = await packed({ appId: APP_ID.toUpperCase(), botId: BOT_ID.toUpperCase(), graphClientId: GRAPH_ID.toUpperCase() });
    expect(manifest).to.deep.include({ id: APP_ID, validDomains: ['coach.contoso.com'], webApplicationInfo: { id: GRAPH_ID } });
    expect(manifest['bots']).to.have.nested.property('[0].botId', BOT_ID);
    expect(manifest['developer']).to.include({ privacyUrl: 'https://coach.contoso.com/privacy', termsOfUseUrl: 'https://coach.contoso.com/terms' });
  });

  it('names the developer it is told, whose text cannot change the shape of the manifest', async () => {
    const developer = { name: 'Contoso "A", {{x}}', websiteUrl: 'https://a.com', privacyUrl: 'https://a.com/p', termsOfUseUrl: 'https://a.com/t' };
    expect((await faultOf({ developer })).message).to.include('placeholder {{x}} is not filled in');
    const sound = { ...developer, name: 'Contoso "A", $& {b}' };
    expect((await packed({ developer: sound })).manifest['developer']).to.deep.equal(sound);
  });

  it('is the same, byte for byte, for the same request', async () => {
    await packManifest(request);
    const first = readFileSync(request.outFile);
    await packManifest(request);
    expect(readFileSync(request.outFile).equals(first)).to.equal(true);
  });

  const refused: readonly (readonly [what: string, change: Partial<PackRequest>, code: string, named: RegExp])[] = [
    ['an app id that is no GUID', { appId: 'coach' }, 'invalid-config', /TEAMS_APP_ID: expected a GUID .* got "coach"/],
    ['a bot id that is no GUID', { botId: '' }, 'invalid-config', /MicrosoftAppId/],
    ['a Graph id that is no GUID', { graphClientId: 'x' }, 'invalid-config', /GRAPH_CLIENT_ID/],
    ['an address over http', { publicUrl: 'http://coach.contoso.com' }, 'invalid-config', /PUBLIC_URL: expected https/],
    ['an address with a path', { publicUrl: 'https://contoso.com/coach' }, 'invalid-config', /PUBLIC_URL: expected https and a host only/],
    ['an address that is none', { publicUrl: 'coach' }, 'invalid-config', /PUBLIC_URL/],
    ['this machine as the address', { publicUrl: 'https://127.0.0.1' }, 'invalid-config', /PUBLIC_URL: expected a host that Teams can reach/],
    [
      'a developer whose name is too long',
      { developer: { name: 'x'.repeat(33), websiteUrl: 'https://a.com', privacyUrl: 'http://a.com', termsOfUseUrl: 'https://a.com' } },
      'invalid-content',
      /developer\.name: must be at most 32[\s\S]*developer\.privacyUrl: must begin with https/,
    ],
  ];
  for (const [what, change, code, named] of refused)
    it(`is not written for ${what}`, async () => {
      const fault = await faultOf(change);
      expect(fault.code).to.equal(code);
      expect(fault.message).to.match(named);
      expect(existsSync(request.outFile)).to.equal(false);
    });

  it('is refused with all faulty values at once', async () => {
    expect((await faultOf({ appId: 'x', botId: 'y', publicUrl: 'z' })).message.match(/^ {2}- /gm)).to.have.length(3);
  });
});
