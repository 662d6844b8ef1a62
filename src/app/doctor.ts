import { Fault } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import { CONCEALED, freshnessOf } from '../domain/freshness.ts';
import { REPORTS } from '../domain/reports.ts';
import { addDays, type Day, dayIn, daysBetween } from '../domain/time.ts';
import type { PermissionProbe, Prober } from '../ports/probe.ts';
import type { Database, TenantState } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

const REACH_DAYS = 28;

/** Looks at the installation from inside and says what was found, in the order an administrator would mend it. Changes nothing. */
export const doctor =
  (deps: { readonly db: Database; readonly prober: Prober; readonly clock: Clock; readonly zone: string }) =>
  async (): Promise<readonly Finding[]> => {
    const { people, tenants, usage } = deps.db.stores;
    const today = dayIn(deps.zone, deps.clock.now());
    const state = await tenants.state();
    const [somebody] = await people.page(undefined, 1);
    const group = state.arming.find(({ scope }) => scope !== 'all')?.scope;
    const probes = await deps.prober.permissions(somebody?.personId, group);
    const concealed = await deps.prober.namesAreConcealed().catch(unknownWhere);
    const ledgers = await Promise.all(REPORTS.map(async (report) => ({ report, ledger: await usage.ledger(report, addDays(today, -REACH_DAYS)) })));
    return [
      { check: 'Database', level: 'ok', what: `answers; ${await people.count()} accounts` },
      ...permissionFindings(probes),
      ...catalogueFinding(await deps.prober.isInCatalogue()),
      concealment(concealed ?? (state.isConcealed || undefined)),
      runs(state, today),
      ...ledgers.map(({ report, ledger }) => freshnessOf(report, ledger, today)),
      sending(state),
    ];
  };

/** No answer from Graph: the permissions say so, and here it is only not known. */
function unknownWhere(fault: unknown): undefined {
  if (!(fault instanceof Fault)) throw fault;
}

function permissionFindings(probes: readonly PermissionProbe[]): readonly Finding[] {
  const noToken = probes.find(({ result }) => result.kind === 'no-token');
  if (noToken?.result.kind === 'no-token')
    return [
      {
        check: 'Sign-in to Graph',
        level: 'fault',
        what: noToken.result.message,
        why: 'without a token nothing can be read',
        mend: 'check TENANT_ID, GRAPH_CLIENT_ID and that the secret or certificate is right and not expired',
      },
    ];
  return probes.map(({ permission, purpose, isOptional, remedy, result }): Finding => {
    const check = `Permission ${permission}`;
    if (result.kind === 'granted') return { check, level: 'ok', what: `granted: it is there to ${purpose}` };
    if (result.kind === 'missing')
      return {
        check,
        level: isOptional ? 'note' : 'fault',
        what: `missing (${result.status} ${result.code})`,
        why: `needed to ${purpose}`,
        mend: remedy,
      };
    return {
      check,
      level: 'warning',
      what: `could not be tried: ${result.message}`,
      why: `needed to ${purpose}`,
      mend: 'check network, proxy and GRAPH_BASE_URL, then try again',
    };
  });
}

function catalogueFinding(isThere: boolean | undefined): readonly Finding[] {
  const check = 'Teams app';
  if (isThere === undefined)
    return [
      {
        check,
        level: 'note',
        what: 'whether it stands in the catalogue is not known (TEAMS_APP_ID is not set, or may not be read)',
        why: 'the coach can write only to people for whom the app is installed',
        mend: 'set TEAMS_APP_ID and grant AppCatalog.Read.All, or install the app for everybody by an app setup policy in the Teams admin centre',
      },
    ];
  return isThere
    ? [{ check, level: 'ok', what: 'stands in the tenant’s catalogue' }]
    : [
        {
          check,
          level: 'fault',
          what: 'no app with TEAMS_APP_ID stands in the tenant’s catalogue',
          why: 'it cannot be installed for people before that',
          mend: 'npm run coach -- manifest, then upload the zip in the Teams admin centre → Manage apps; a new app can take some hours to show',
        },
      ];
}

function concealment(isConcealed: boolean | undefined): Finding {
  const check = 'Names in reports';
  if (isConcealed === undefined)
    return { check, level: 'note', what: 'whether they are concealed may not be read; the reports themselves will tell' };
  return isConcealed ? { check, level: 'warning', what: 'concealed, Microsoft’s default', ...CONCEALED } : { check, level: 'ok', what: 'shown' };
}

function runs({ lastRunDay }: TenantState, today: Day): Finding {
  const check = 'Daily cycle';
  if (lastRunDay === undefined)
    return { check, level: 'note', what: 'has not run yet', mend: 'start the bot, or run one now: npm run coach -- cycle --dry-run' };
  const age = daysBetween(lastRunDay, today);
  return age <= 1
    ? { check, level: 'ok', what: `last for ${lastRunDay}` }
    : {
        check,
        level: 'warning',
        what: `last for ${lastRunDay}, ${age} days ago`,
        why: 'a day that is not read within 28 days is lost',
        mend: 'see that the bot runs, and what its log says about cycle.failed',
      };
}

function sending({ arming, frozen }: TenantState): Finding {
  const check = 'Sending';
  if (frozen !== undefined)
    return { check, level: 'warning', what: `frozen (${frozen.why})`, mend: 'when the reason is gone: npm run coach -- arm …, which lifts it' };
  if (arming.length === 0)
    return { check, level: 'note', what: 'in shadow: it plans and sends no tip', mend: 'when people were told: npm run coach -- arm --help' };
  return { check, level: 'ok', what: `armed for ${arming.map(({ scope }) => (scope === 'all' ? 'everybody' : `group ${scope}`)).join(', ')}` };
}
