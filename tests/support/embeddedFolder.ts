import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tenantId } from '../../src/domain/ids.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';

const NOBODY = tenantId('00000000-0000-4000-8000-000000000000');

let template: Promise<string> | undefined;

/** A folder of its own with an embedded database nothing was written to: copied, because making one takes seconds. Whoever asked removes it. */
export async function embeddedFolder(): Promise<string> {
  template ??= newTemplate();
  const folder = await mkdtemp(join(tmpdir(), 'coach-folder-'));
  await cp(await template, folder, { recursive: true });
  return folder;
}

async function newTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await (await openEmbedded(folder, NOBODY, { ratePerSecond: 1 })).close();
  return folder;
}
