import { inForce } from '../domain/inForce.ts';
import type { Stores } from '../ports/stores.ts';
import type { EngineSettings } from './settings.ts';

/** The settings with the content as it is in force now: what was withdrawn is left out. Read once per unit of work. */
export const settingsInForce = async ({ withdrawnItems }: Pick<Stores, 'withdrawnItems'>, settings: EngineSettings): Promise<EngineSettings> =>
  inForce(settings, await withdrawnItems.list());
