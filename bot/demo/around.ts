import type { Conversation } from '../../src/app/conversation.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { Message } from '../../src/domain/message.ts';
import { DAY_MS, dayIn, later } from '../../src/domain/time.ts';
import type { SampleTenant } from '../../src/sample/startSampleTenant.ts';
import { type MovableClock, movableClock } from '../../src/system.ts';
import type { App, Around } from '../compose.ts';

const WEEK_MS = 7 * DAY_MS;

/** Lets a week pass: until the clock is `offsetMs` ahead of the machine's. Never rejects. */
export type OnWeek = (app: App, offsetMs: number) => Promise<void>;

/** `settled` resolves when every week asked for so far is over. */
export interface DemoAround extends Around {
  settled(): Promise<void>;
}

/**
 * What the demo puts around the real parts: your chat is the Playground, which the sample tenant does not see, so it is told of
 * your tips here; and time moves by weeks.
 */
export function demoAround(you: PersonId, clock: MovableClock, tenant: SampleTenant, onWeek: OnWeek): DemoAround {
  const nudged = (message: Message | undefined, isCertain: boolean): void => {
    if (message?.kind === 'tip') tenant.nudge(you, message.tip.signals[0], clock.now(), isCertain);
  };
  let weeks: Promise<void> = Promise.resolve();
  return {
    clock,
    connector: (real) => ({
      ...real,
      send: async (to, message) => {
        const outcome = await real.send(to, message);
        if (outcome.kind === 'sent' && to.conversationId.includes(you)) nudged(message, false);
        return outcome;
      },
    }),
    // Your chat begins when the browser opens it; until then the app counts as not installed for you.
    installer: (real) => ({ install: async (person) => (person === you ? { kind: 'impossible', code: 'chat-not-open' } : real.install(person)) }),
    conversation: (real) => conversationOf(real, you, nudged),
    moveWeek: async (app) => {
      const { tenants } = app.db.stores;
      const offsetMs = (await tenants.state()).clockOffsetMs + WEEK_MS;
      await tenants.moveClock(offsetMs);
      // The answer comes at once, the week's messages as they fall due; two weeks asked for at once come one after the other.
      weeks = weeks.then(() => onWeek(app, offsetMs));
      return { kind: 'demo-moved', today: dayIn(app.settings.defaultZone, later(movableClock().now(), offsetMs)) };
    },
    settled: () => weeks,
  };
}

function conversationOf(real: Conversation, you: PersonId, nudged: (message: Message | undefined, isCertain: boolean) => void): Conversation {
  return {
    ...real,
    answer: async (speaker, intent) => {
      const message = await real.answer(speaker, intent);
      if (speaker.personId === you && (intent.kind === 'tip' || intent.kind === 'did-it')) nudged(message, intent.kind === 'did-it');
      return message;
    },
    // The Playground forgets its chat at every reload: a second welcome would not come, and an empty window explains nothing.
    installed: async (speaker) => (await real.installed(speaker)) ?? real.answer(speaker, { kind: 'help' }),
  };
}
