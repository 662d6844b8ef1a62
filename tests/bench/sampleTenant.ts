import { setPriority } from 'node:os';
import { loadContent } from '../../src/content/loadContent.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { startSampleTenant } from '../../src/sample/startSampleTenant.ts';
import { movableClock } from '../../src/system.ts';
import { TENANT } from '../support/activities.ts';

/**
 * `sampleTenant.ts PEOPLE DAYS-AHEAD STATE-FILE`: a sample tenant as a process of its own, for Graph and the connector, until
 * SIGTERM. Its clock is so many days ahead of the machine's.
 */
const [people = '', daysAhead = '', statePath = ''] = process.argv.slice(2);

// It stands for servers that are elsewhere: where cores are few, the bot and its measuring come first.
setPriority(10);
const clock = movableClock();
clock.setOffset(Number(daysAhead) * DAY_MS);
const tenant = await startSampleTenant({
  tenantId: TENANT,
  seed: 'bench',
  people: Number(people),
  now: clock.now,
  content: loadContent().content,
  statePath,
});
process.stdout.write(`ready ${tenant.url}\n`);
process.once('SIGTERM', () => void tenant.close());
