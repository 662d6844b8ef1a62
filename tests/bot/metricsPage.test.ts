import { expect } from 'chai';
import { metricsPage } from '../../bot/metricsPage.ts';
import type { Sending } from '../../src/app/sending.ts';
import { Fault } from '../../src/domain/errors.ts';
import { instant, later, SECOND_MS } from '../../src/domain/time.ts';

const NOW = instant('2026-11-24T08:00:00Z');
const RUN = instant('2026-11-24T05:00:00Z');
const STATUS: Sending = {
  runs: [
    { runAt: RUN, planned: 33, sent: 20, unknown: 2, sending: 1, due: 5, waiting: 1, dropped: { stale: 3, 'not-wanted': 1 }, doneAt: undefined },
  ],
  besides: 4,
  sentPerSecond: 39.2,
  doneAt: later(NOW, 90 * SECOND_MS),
  frozen: undefined,
};

function page(sending: () => Promise<Sending>) {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (event: string) => void warnings.push(event), error: () => undefined };
  return { text: metricsPage({ role: 'worker', sending, clock: { now: () => NOW }, log }), warnings };
}

/** Values by name and labels. */
const valuesOf = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name = '', value] = /^([a-z_0-9]+(?:\{[^{}]*\})?) (\S+)$/.exec(line) ?? [];
        expect(Number(value), line).to.be.finite;
        return [name, Number(value)];
      }),
  );

describe('the metrics page', () => {
  it('tells where each run stands; the numbers add up to what was planned', async () => {
    const values = valuesOf(await page(async () => STATUS).text());
    const run = 'run="2026-11-24T05:00:00.000Z"';
    expect(values.get(`adoption_coach_planned{${run}}`)).to.equal(33);
    expect(values.get(`adoption_coach_messages{${run},state="due"}`)).to.equal(5);
    expect(values.get(`adoption_coach_dropped{${run},reason="stale"}`)).to.equal(3);
    const parts = [...values].filter(([name]) => /^adoption_coach_(messages|dropped)\{/.test(name));
    expect(parts.reduce((sum, [, value]) => sum + value, 0)).to.equal(33);
    for (const [name, value] of [
      ['adoption_coach_database_up', 1],
      ['adoption_coach_sent_per_second', 39.2],
      ['adoption_coach_seconds_left', 90],
      ['adoption_coach_besides', 4],
      ['adoption_coach_frozen', 0],
    ] as const)
      expect(values.get(name), name).to.equal(value);
  });

  it('names and describes every figure once, before its values', async () => {
    const lines = (await page(async () => STATUS).text()).trimEnd().split('\n');
    const described = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]);
    expect(described).to.have.length.above(10);
    expect(new Set(described).size).to.equal(described.length);
    const order = lines.filter((line) => !line.startsWith('#')).map((line) => /^[a-z_0-9]+/.exec(line)?.[0]);
    expect([...new Set(order)]).to.deep.equal(described);
  });

  it('tells of the process alone while the database does not answer', async () => {
    const { text, warnings } = page(() => Promise.reject(new Fault('storage-unavailable', 'gone')));
    const values = valuesOf(await text());
    expect(values.get('adoption_coach_database_up')).to.equal(0);
    expect(values.get('process_resident_memory_bytes')).to.be.above(1_000_000);
    expect([...values.keys()].some((name) => name.startsWith('adoption_coach_messages'))).to.equal(false);
    expect(warnings).to.deep.equal(['metrics.partial']);
  });

  it('counts once for all who ask within ten seconds', async () => {
    let asked = 0;
    const { text } = page(async () => {
      asked += 1;
      return STATUS;
    });
    await Promise.all([text(), text()]);
    await text();
    expect(asked).to.equal(1);
  });
});
