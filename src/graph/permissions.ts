import { Fault } from '../domain/errors.ts';

/** The application permission each path asks for; the first that matches. */
const PERMISSIONS: readonly (readonly [path: RegExp, permission: string])[] = [
  [/^\/(copilot\/)?reports\//, 'Reports.Read.All'],
  [/^\/admin\/reportSettings/, 'ReportSettings.Read.All'],
  [/^\/users(\/delta|\?)/, 'User.Read.All'],
  [/^\/subscribedSkus/, 'LicenseAssignment.Read.All'],
  [/^\/groups\//, 'GroupMember.Read.All'],
  // The only thing asked for in batches.
  [/\/mailboxSettings|^\/\$batch/, 'MailboxSettings.Read'],
  [/\/teamwork\/installedApps/, 'TeamsAppInstallation.ReadWriteSelfForUser.All'],
  [/^\/appCatalogs\//, 'AppCatalog.Read.All'],
];

/** The application permission that `path` (without version) needs, as Entra names it. */
export function permissionFor(path: string): string {
  return PERMISSIONS.find(([pattern]) => pattern.test(path))?.[1] ?? 'of this request';
}

/** How to mend a refusal: the sentence every fault and log about a missing permission ends with. */
export function remedyFor(permission: string): string {
  return `grant the application permission ${permission} (Entra → App registrations → API permissions → Microsoft Graph → Application permissions) and give admin consent`;
}

/** The fault for a 401 or 403 on `path`. */
export function refused(path: string, status: number, code: string): Fault {
  const permission = permissionFor(path);
  if (status === 401)
    return new Fault(
      'graph-refused',
      `Graph did not accept the token of the app (401 ${code}): check TENANT_ID, GRAPH_CLIENT_ID and the secret or certificate; if they are right, ${remedyFor(permission)}`,
    );
  return new Fault(
    'graph-refused',
    `Graph does not let the app do this (${status} ${code}): ${permission} seems to be missing; ${remedyFor(permission)}`,
  );
}
