import { z } from 'zod';
import type { PersonId } from '../domain/ids.ts';
import type { Installer, InstallOutcome } from '../ports/outside.ts';
import { type Answer, ask } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { type Attempt, ONCE } from './patience.ts';
import { permissionFor, refused, remedyFor } from './permissions.ts';

const apps = z.object({ value: z.array(z.object({ id: z.string() })) });
const errorMessage = z.object({ error: z.object({ message: z.string() }) });

type Found = { readonly kind: 'found'; readonly teamsAppId: string } | Exclude<InstallOutcome, { kind: 'installed' }>;

/**
 * Installs the app for people, one request each, without waiting or trying again: the caller paces it. The app's own id in
 * the tenant's catalogue is looked up once.
 *
 * @param manifestId TEAMS_APP_ID, the id in the app's manifest.
 */
export function graphInstaller(graph: GraphClient, manifestId: string | undefined): Installer {
  // Only success is kept: a new app takes hours to appear, a permission may be granted meanwhile.
  let teamsAppId: string | undefined;
  return {
    async install(person) {
      if (manifestId === undefined) return { kind: 'unavailable', why: 'TEAMS_APP_ID is not set; set it to the id in the app manifest' };
      if (teamsAppId === undefined) {
        const found = await findApp(graph, manifestId);
        if (found.kind !== 'found') return found;
        teamsAppId = found.teamsAppId;
      }
      return installFor(graph, person, teamsAppId);
    },
  };
}

async function findApp(graph: GraphClient, manifestId: string): Promise<Found> {
  const filter = encodeURIComponent(`externalId eq '${manifestId.replaceAll("'", "''")}'`);
  const path = `/appCatalogs/teamsApps?$filter=${filter}`;
  const attempt = await ask(graph, { method: 'GET', path }, ONCE);
  if (attempt.kind !== 'done') return postponed(attempt);
  const { status, body, code } = attempt.value;
  if (status === 401 || status === 403) return { kind: 'unavailable', why: refused(path, status, code).message };
  const read = apps.safeParse(body);
  if (status !== 200 || !read.success) return { kind: 'unknown', message: `the app catalogue answered ${status} ${code}` };
  const teamsAppId = read.data.value[0]?.id;
  if (teamsAppId !== undefined) return { kind: 'found', teamsAppId };
  return {
    kind: 'unavailable',
    why: `no app with manifest id ${manifestId} in the tenant's catalogue; upload the app package in the Teams admin centre (it may take hours to appear) or correct TEAMS_APP_ID`,
  };
}

async function installFor(graph: GraphClient, person: PersonId, teamsAppId: string): Promise<InstallOutcome> {
  const path = `/users/${person}/teamwork/installedApps`;
  const catalogue = `${graph.isLoopback ? 'https://graph.microsoft.com' : graph.origin}/v1.0/appCatalogs/teamsApps`;
  const attempt = await ask(graph, { method: 'POST', path, body: { 'teamsApp@odata.bind': `${catalogue}/${encodeURIComponent(teamsAppId)}` } }, ONCE);
  if (attempt.kind !== 'done') return postponed(attempt);
  const answer = attempt.value;
  if (answer.status === 409 || (answer.status >= 200 && answer.status < 300)) return { kind: 'installed' };
  if (answer.status === 401 || isPermissionMissing(answer)) return { kind: 'unavailable', why: remedyFor(permissionFor(path)) };
  if (answer.status >= 400 && answer.status < 500) return { kind: 'impossible', code: answer.code };
  return { kind: 'unknown', message: `status ${answer.status} ${answer.code}` };
}

/**
 * A missing permission and a policy for one person share the status 403 and the code Forbidden; only Graph's words, "Missing
 * role permissions on the request", tell them apart.
 */
function isPermissionMissing(answer: Answer): boolean {
  if (answer.status !== 403) return false;
  if (answer.code === 'Authorization_RequestDenied') return true;
  const read = errorMessage.safeParse(answer.body);
  return read.success && /role permissions on the request/i.test(read.data.error.message);
}

const postponed = (attempt: Exclude<Attempt<Answer>, { kind: 'done' }>): Exclude<InstallOutcome, { kind: 'installed' }> =>
  attempt.kind === 'throttled' ? { kind: 'throttled', retryAfterMs: attempt.retryAfterMs } : { kind: 'unknown', message: attempt.message };
