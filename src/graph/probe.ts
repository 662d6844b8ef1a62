import { z } from 'zod';
import { Fault } from '../domain/errors.ts';
import type { PersonId } from '../domain/ids.ts';
import type { PermissionProbe, ProbeResult, Prober } from '../ports/probe.ts';
import { ask } from './ask.ts';
import { namesAreConcealed } from './concealment.ts';
import type { GraphClient } from './graphClient.ts';
import { ONCE } from './patience.ts';
import { permissionFor, remedyFor } from './permissions.ts';

interface Trial {
  readonly path: string;
  readonly purpose: string;
  readonly isOptional: boolean;
}

const NEEDED: readonly Trial[] = [
  { path: '/users?$top=1&$select=id', purpose: 'read who works here', isOptional: false },
  // A report nothing else reads, so that no call of another one's budget is spent.
  { path: "/reports/getOffice365ServicesUserCounts(period='D7')", purpose: 'read the usage reports', isOptional: false },
  { path: '/admin/reportSettings', purpose: 'know whether names are concealed', isOptional: true },
  { path: '/subscribedSkus?$select=skuId', purpose: 'know licences by their products', isOptional: true },
];

function trialsFor(person: PersonId | undefined, group: string | undefined, teamsAppId: string | undefined): readonly Trial[] {
  return [
    ...NEEDED,
    ...(person === undefined
      ? []
      : [{ path: `/users/${person}/mailboxSettings?$select=timeZone`, purpose: 'keep to everybody’s working hours', isOptional: true }]),
    ...(group === undefined
      ? []
      : [
          {
            path: `/groups/${group}/transitiveMembers/microsoft.graph.user?$top=1&$select=id`,
            purpose: 'know who is in an armed group',
            isOptional: false,
          },
        ]),
    ...(teamsAppId === undefined ? [] : [{ path: cataloguePath(teamsAppId), purpose: 'install the app for people', isOptional: true }]),
  ];
}

const cataloguePath = (teamsAppId: string): string => `/appCatalogs/teamsApps?$filter=externalId eq '${teamsAppId}'`;

/** Probes over Graph; one request each, not repeated. Never throws for what Graph answers. */
export function graphProber(graph: GraphClient, teamsAppId: string | undefined): Prober {
  return {
    async permissions(person, group) {
      const probes: PermissionProbe[] = [];
      for (const { path, purpose, isOptional } of trialsFor(person, group, teamsAppId)) {
        const permission = permissionFor(path);
        probes.push({ permission, purpose, isOptional, remedy: remedyFor(permission), result: await tried(graph, path) });
      }
      return probes;
    },

    async isInCatalogue() {
      if (teamsAppId === undefined) return undefined;
      const answer = await ask(graph, { method: 'GET', path: cataloguePath(teamsAppId) }, ONCE);
      const found = catalogue.safeParse(answer.kind === 'done' ? answer.value.body : undefined);
      return found.success ? found.data.value.length > 0 : undefined;
    },

    namesAreConcealed: () => namesAreConcealed(graph),
  };
}

const catalogue = z.object({ value: z.array(z.unknown()) });

/** A refusal is a permission that is missing; any other answer, 404 included, means that one may ask. */
async function tried(graph: GraphClient, path: string): Promise<ProbeResult> {
  try {
    const answer = await ask(graph, { method: 'GET', path }, ONCE);
    if (answer.kind === 'throttled') return { kind: 'granted' };
    if (answer.kind === 'failed') return { kind: 'no-answer', message: answer.message };
    const { status, code } = answer.value;
    if (status === 401) return { kind: 'no-token', message: `Graph did not accept the token (401 ${code})` };
    return status === 403 ? { kind: 'missing', status, code } : { kind: 'granted' };
  } catch (fault) {
    if (fault instanceof Fault) return { kind: 'no-token', message: fault.message };
    throw fault;
  }
}
