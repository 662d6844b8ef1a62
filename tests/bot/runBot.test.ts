import { expect } from 'chai';
import { readiness } from '../../bot/runBot.ts';
import { tenantId } from '../../src/domain/ids.ts';
import type { LogFields } from '../../src/ports/system.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';
import { TEST_SALT } from '../support/testSalt.ts';

describe('whether the bot is ready', () => {
  it('is no when the database answers with a fault, which the log names; a bug stays loud', async () => {
    const warnings: string[] = [];
    const log = {
      info: () => undefined,
      warn: (event: string, fields?: LogFields) => void warnings.push(`${event} ${fields?.['fault']}`),
      error: () => undefined,
    };
    const db = await openEmbedded('memory', tenantId('0aaaaaaa-0000-4000-8000-000000000001'), { ratePerSecond: 1 });
    const isReady = readiness(db, log);
    expect(await isReady(), 'the tenant has no row yet').to.equal(false);
    await db.stores.tenants.ensure(TEST_SALT);
    expect(await isReady()).to.equal(true);
    expect(warnings).to.deep.equal(['ready.refused storage-failed']);
    await db.close();
    expect(await isReady().catch((error: unknown) => error), 'asking after the end is a bug').to.be.instanceOf(Error);
  });
});
