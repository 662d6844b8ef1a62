import type { Goal } from '../domain/goal.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Content, Lessons } from '../domain/item.ts';
import type { Day } from '../domain/time.ts';

/** What the engine needs to know of the installation. */
export interface EngineSettings {
  readonly tenantId: TenantId;
  /** IANA zone of people whose mailbox names none. */
  readonly defaultZone: string;
  readonly holidays: ReadonlySet<Day>;
  /** Shown to people who need help. */
  readonly support: string | undefined;
  /** Who wants the coach to be there, as people know them. */
  readonly sponsor: string | undefined;
  readonly content: Content;
  readonly lessons: Lessons;
  readonly focus: readonly Goal[];
  readonly isDemo: boolean;
}
