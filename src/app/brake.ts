import { Fault } from '../domain/errors.ts';
import type { Day } from '../domain/time.ts';
import type { Directory } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock, Log } from '../ports/system.ts';

interface BrakeDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface Notice {
  readonly url: string;
  readonly day: Day;
}

/**
 * Allows sending to everybody or to one group, on the strength of a published notice, and lifts a freeze, which it names as
 * `thawed`. Members of a group are read now; a later cycle reads them again. Throws `invalid-config` for a notice that nobody
 * can have read: not on the web, or dated after `today`, the day in the tenant's zone.
 */
export const arm =
  (deps: BrakeDeps & { readonly directory: Directory }) =>
  async (
    scope: 'all' | { readonly group: string },
    notice: Notice,
    today: Day,
  ): Promise<{ readonly people: number; readonly thawed: { readonly why: string } | undefined }> => {
    const { people, tenants } = deps.db.stores;
    if (URL.parse(notice.url)?.protocol !== 'https:')
      throw new Fault('invalid-config', `the notice’s address must be one that begins with https://, got ${JSON.stringify(notice.url)}`);
    if (notice.day > today)
      throw new Fault('invalid-config', `the notice must be published by today, ${today}, got ${notice.day}; arm from that day on`);
    const { frozen } = await tenants.state();
    const members = scope === 'all' ? undefined : await deps.directory.membersOf(scope.group);
    if (scope !== 'all' && members !== undefined) await people.setGroupMembers(scope.group, members);
    await tenants.arm({ scope: scope === 'all' ? 'all' : scope.group, noticeUrl: notice.url, noticeDay: notice.day, armedAt: deps.clock.now() });
    await tenants.thaw();
    return { people: members === undefined ? await people.count() : members.length, thawed: frozen };
  };

/** Reads the members of every armed group again; a group that cannot be read keeps the members it had. */
export const refreshArmedGroups = (deps: { readonly db: Database; readonly directory: Directory; readonly log: Log }) => async (): Promise<void> => {
  const { people, tenants } = deps.db.stores;
  for (const { scope } of (await tenants.state()).arming) {
    if (scope === 'all') continue;
    try {
      await people.setGroupMembers(scope, await deps.directory.membersOf(scope));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      deps.log.warn('group.unread', { group: scope, code: fault.code });
    }
  }
};

/** Stops all sending at once, for everybody: nothing starts after this returns. Answers to what people say go on. */
export const freeze =
  (deps: BrakeDeps) =>
  async (why: string): Promise<void> => {
    await deps.db.stores.tenants.freeze(deps.clock.now(), why);
  };
