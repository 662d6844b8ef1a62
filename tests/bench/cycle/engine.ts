import type { EngineSettings } from '../../../src/app/settings.ts';
import { loadContent } from '../../../src/content/loadContent.ts';
import { DEFAULT_FOCUS } from '../../../src/domain/goal.ts';
import type { Directory } from '../../../src/ports/outside.ts';
import type { Progress } from '../../../src/ports/system.ts';
import { BENCH_TENANT } from './company.ts';

/** The settings of an installation that nobody has steered yet. */
export const SETTINGS: EngineSettings = {
  tenantId: BENCH_TENANT,
  defaultZone: 'Europe/Berlin',
  holidays: new Set(),
  support: undefined,
  sponsor: undefined,
  lessons: { lessons: new Map(), questions: new Map() },
  content: loadContent().content,
  focus: DEFAULT_FOCUS,
  isDemo: false,
};

/** A directory that answers at once that nobody has a mailbox: what it would say is not what is measured. */
export const NO_MAILBOXES: Directory = {
  changes: async () => ({ kind: 'changes', nextToken: '' }),
  mailboxes: async (people) => new Map(people.map((person) => [person, { kind: 'none' }])),
  membersOf: async () => [],
};

export const SILENT: Progress = { step: () => ({ add: () => {}, done: () => {} }) };
