import { focusOf } from '../domain/focus.ts';
import type { Goal } from '../domain/goal.ts';
import type { Person } from '../domain/person.ts';
import type { Day } from '../domain/time.ts';
import type { Stores } from '../ports/stores.ts';
import type { EngineSettings } from './settings.ts';

/** The focus each person is in on `today`, for planning and for what people ask for: what they chose, and the goals of their audience. */
export const focusFor =
  (deps: { readonly stores: Pick<Stores, 'goals'>; readonly settings: Pick<EngineSettings, 'focus'> }) =>
  async (today: Day): Promise<(person: Person) => readonly Goal[]> =>
    focusOf(await deps.stores.goals.list(), deps.settings.focus, today);
