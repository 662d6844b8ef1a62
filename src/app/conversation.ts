import type { PersonId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Message } from '../domain/message.ts';
import type { Address } from '../ports/outside.ts';

/** Who is at the other end of a chat, as the platform (never a card's payload) said. */
export interface Speaker {
  readonly personId: PersonId;
  readonly name: string;
  readonly address: Address;
}

/** The engine's side of a chat. Every method is safe to call twice. */
export interface Conversation {
  /** Whether this inbound activity was not seen before; a repeated one must have no effect. */
  isNew(address: Address, activityId: string): Promise<boolean>;
  /** A person said or pressed something: the answer to show. */
  answer(speaker: Speaker, intent: Intent): Promise<Message>;
  /** The app was installed for the person: the welcome, unless it was said before or another first message is on its way. */
  installed(speaker: Speaker): Promise<Message | undefined>;
  /** The app was removed or blocked: an opt-out until the person comes back. */
  removed(personId: PersonId): Promise<void>;
}
