import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

type Planted = readonly [path: string, source: string];

/** A folder laid out like the project, with its Biome settings and one planted import a file. Returns the paths Biome refuses. */
async function refusedOf(planted: readonly Planted[]): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'imports-'));
  try {
    const settings = JSON.parse(await readFile('biome.json', 'utf8'));
    await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...settings, $schema: undefined, vcs: { enabled: false } }));
    for (const [path, source] of planted) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `import { thing } from '${source}';\n\nexport const other = thing;\n`);
    }
    const run = promisify(execFile)('biome', ['lint', '--reporter=json', '--max-diagnostics=none', '--only=style/noRestrictedImports', '.'], {
      cwd: folder,
      maxBuffer: 1 << 24,
    });
    const { stdout } = await run.catch((failure: { stdout: string }) => failure);
    const report: { diagnostics: { category: string; location: { path: string | { file: string } } }[] } = JSON.parse(stdout);
    const paths = report.diagnostics
      .filter(({ category }) => category === 'lint/style/noRestrictedImports')
      .map(({ location }) => (typeof location.path === 'string' ? location.path : location.path.file));
    return new Set(paths.map((path) => path.replaceAll('\\', '/').replace(/^\.\//, '')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('who may import whom', () => {
  const refused: readonly Planted[] = [
    ['src/domain/planted0.ts', '../ports/stores.ts'],
    ['src/domain/planted1.ts', 'kysely'],
    ['src/domain/planted2.ts', 'node:fs'],
    ['src/domain/planted3.ts', 'node:crypto'],
    ['src/ports/planted4.ts', '../app/cycle.ts'],
    ['src/ports/planted5.ts', 'kysely'],
    ['src/app/planted6.ts', '../storage/people.ts'],
    ['src/app/planted7.ts', '../graph/graph.ts'],
    ['src/app/planted8.ts', '../content/tips.ts'],
    ['src/app/planted9.ts', '../system.ts'],
    ['src/app/planted10.ts', '../../bot/connector.ts'],
    ['src/app/planted11.ts', 'botbuilder'],
    ['src/jobs/planted12.ts', '../storage/people.ts'],
    ['src/jobs/planted13.ts', '../domain/time.ts'],
    ['src/storage/planted14.ts', '../app/cycle.ts'],
    ['src/storage/migrations/planted15.ts', '../../app/cycle.ts'],
    ['src/storage/planted16.ts', '@microsoft/microsoft-graph-client'],
    ['src/graph/planted17.ts', '../storage/people.ts'],
    ['src/graph/planted18.ts', 'kysely'],
    ['src/content/planted19.ts', '../app/cycle.ts'],
    ['src/sample/planted20.ts', '../storage/people.ts'],
    ['src/web/planted21.ts', '../storage/people.ts'],
    ['src/web/client/planted22.ts', '../../domain/time.ts'],
    ['src/web/client/planted23.ts', '../routes.ts'],
    ['src/planted24.ts', './storage/people.ts'],
    ['bot/planted25.ts', '../src/storage/people.ts'],
    ['bot/cards/planted26.ts', '../../src/graph/graph.ts'],
    ['bot/planted27.ts', '../src/config.ts'],
    ['bot/planted28.ts', 'kysely'],
    ['manifest/planted29.ts', '../bot/connector.ts'],
    ['manifest/plantedConfig.ts', '../src/config.ts'],
  ];
  for (const [path, source] of refused) it(`${path} may not import ${source}`, () => expect(found.has(path)).to.equal(true));

  const allowed: readonly Planted[] = [
    ['src/domain/planted30.ts', './time.ts'],
    ['src/domain/planted31.ts', 'temporal-polyfill'],
    ['src/ports/planted32.ts', '../domain/time.ts'],
    ['src/app/planted33.ts', '../ports/system.ts'],
    ['src/jobs/planted34.ts', '../app/cycle.ts'],
    ['src/storage/planted35.ts', 'kysely'],
    ['src/graph/planted36.ts', '@microsoft/microsoft-graph-client'],
    ['src/web/client/planted37.ts', '../viewModels.ts'],
    ['bot/planted38.ts', '../src/app/cycle.ts'],
    ['bot/planted39.ts', 'botbuilder'],
    ['bot/compose.ts', '../src/storage/people.ts'],
    ['bot/commands/planted40.ts', '../../src/storage/people.ts'],
  ];
  for (const [path, source] of allowed) it(`${path} may import ${source}`, () => expect(found.has(path)).to.equal(false));

  let found: ReadonlySet<string> = new Set();
  before(async () => {
    found = await refusedOf([...refused, ...allowed]);
  });
});
