import type { Message } from '../domain/message.ts';
import type { Database } from '../ports/stores.ts';
import type { System } from '../ports/system.ts';
import type { EngineSettings } from './settings.ts';

/** What answering people needs. */
export interface ConversationDeps {
  readonly db: Database;
  readonly settings: EngineSettings;
  readonly system: System;
  /** The demo's "next week"; absent in a real installation. */
  readonly moveWeek?: () => Promise<Message>;
}
