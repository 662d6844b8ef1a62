import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { doctor } from '../../src/app/doctor.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { runId } from '../../src/domain/ids.ts';
import { addDays } from '../../src/domain/time.ts';
import type { PermissionProbe, ProbeResult, Prober } from '../../src/ports/probe.ts';
import { NOW, REPORT, somePeople, TODAY } from '../storage/samples.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

const probe = (result: ProbeResult, isOptional = false): PermissionProbe => ({
  permission: 'Reports.Read.All',
  purpose: 'read the usage reports',
  isOptional,
  remedy: 'grant it',
  result,
});

onEveryEngine('the doctor', (open) => {
  const healthy: Prober = {
    permissions: async () => [probe({ kind: 'granted' })],
    isInCatalogue: async () => true,
    namesAreConcealed: async () => false,
  };
  let tenant: TestTenant;
  beforeEach(async () => {
    tenant = await open();
  });
  const examine = (prober: Partial<Prober> = {}): Promise<readonly Finding[]> =>
    doctor({ db: tenant.db, prober: { ...healthy, ...prober }, clock: { now: () => NOW }, zone: 'Europe/Berlin' })();
  const found = async (check: RegExp, prober: Partial<Prober> = {}): Promise<string> =>
    (await examine(prober))
      .filter((finding) => check.test(finding.check))
      .map(({ level, what }) => `${level}: ${what}`)
      .join('\n');

  it('finds a new installation well, in shadow and without data, and says what comes next', async () => {
    const findings = await examine();
    expect(findings.filter(({ level }) => level === 'fault' || level === 'warning')).to.deep.equal([]);
    expect(await found(/^Sending/)).to.match(/^note: in shadow/);
    expect(await found(/^Daily cycle/)).to.equal('note: has not run yet');
    expect(await found(/Teams activity/)).to.equal('note: no day is known yet');
    for (const { level, mend } of findings) expect(level === 'ok' || mend !== undefined || level === 'note').to.equal(true);
  });

  it('finds a running one fresh, armed and well', async () => {
    const { tenants, usage } = tenant.db.stores;
    const [somebody] = await somePeople(tenant, 1);
    for (let ago = 2; ago <= 28; ago += 1) {
      const intake = await usage.begin(REPORT, { kind: 'day', day: addDays(TODAY, -ago) });
      await intake.commit({ isComplete: true, isConcealed: false, refreshDay: addDays(TODAY, -2), readAt: NOW });
    }
    await tenants.arm({ scope: 'all', noticeUrl: 'https://contoso.example', noticeDay: TODAY, armedAt: NOW });
    await tenants.saveRun({ id: runId(randomUUID()), day: TODAY, startedAt: NOW, finishedAt: NOW, summary: {} });
    const tried: unknown[] = [];
    const findings = await examine({
      permissions: async (person) => {
        tried.push(person);
        return [probe({ kind: 'granted' })];
      },
    });
    expect(tried, 'tried with somebody of the tenant').to.deep.equal([somebody]);
    const byCheck = Object.fromEntries(findings.map(({ check, level }) => [check, level]));
    expect(byCheck).to.include({ Database: 'ok', Sending: 'ok', 'Daily cycle': 'ok', 'Report Teams activity': 'ok', 'Teams app': 'ok' });
  });

  it('calls a needed permission that is missing a fault and an optional one a note', async () => {
    const missing = { kind: 'missing', status: 403, code: 'Forbidden' } as const;
    expect(await found(/^Permission/, { permissions: async () => [probe(missing)] })).to.match(/^fault: missing \(403 Forbidden\)/);
    expect(await found(/^Permission/, { permissions: async () => [probe(missing, true)] })).to.match(/^note/);
  });

  it('blames the sign-in once, and no permission, when the token is not accepted', async () => {
    const refused = probe({ kind: 'no-token', message: 'Graph did not accept the token (401 X)' });
    const findings = await examine({ permissions: async () => [refused, refused] });
    expect(findings.filter(({ level }) => level === 'fault').map(({ check }) => check)).to.deep.equal(['Sign-in to Graph']);
  });

  it('says that names are concealed, and does not know when Graph does not answer', async () => {
    expect(await found(/^Names/, { namesAreConcealed: async () => true })).to.match(/^warning: concealed/);
    const silent = { namesAreConcealed: () => Promise.reject(new Fault('graph-unavailable', 'no answer')) };
    expect(await found(/^Names/, silent)).to.match(/^note/);
  });

  it('warns of a brake, of an app that is not there and of runs that stopped', async () => {
    const { tenants } = tenant.db.stores;
    await tenants.freeze(NOW, 'by command');
    await tenants.saveRun({ id: runId(randomUUID()), day: addDays(TODAY, -3), startedAt: NOW, finishedAt: NOW, summary: {} });
    expect(await found(/^Sending/)).to.equal('warning: frozen (by command)');
    expect(await found(/^Daily/)).to.match(/^warning: last for 2026-03-06, 3 days ago/);
    expect(await found(/^Teams app/, { isInCatalogue: async () => false })).to.match(/^fault: no app/);
    expect(await found(/^Teams app/, { isInCatalogue: async () => undefined })).to.match(/^note/);
  });
});
