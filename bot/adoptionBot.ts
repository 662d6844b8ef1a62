import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Activity as SdkActivity, type TurnContext } from 'botbuilder';
import type { Conversation } from '../src/app/conversation.ts';
import { Fault } from '../src/domain/errors.ts';
import type { Log } from '../src/ports/system.ts';
import { activityOf } from './cards/activity.ts';
import { type AfterTurn, addressOf, ChatHandler, type Outbound, say } from './chatHandler.ts';
import type { Activity } from './gate.ts';
import { answerError } from './replies.ts';
import { ENGLISH } from './words/words.ts';

/** The SDK's settings by its own names (`MicrosoftAppId`, …). Without an app id the SDK checks nothing: only behind an open door. */
export type SdkSettings = Readonly<Record<string, string | undefined>>;

export interface AdoptionBotParts {
  readonly conversation: Conversation;
  readonly outbound: Outbound;
  readonly log: Log;
  readonly settings: SdkSettings;
  /** After this the person sees that an answer is being written; 1,000 ms when left out. */
  readonly typingAfterMs?: number;
}

/** What goes back over HTTP, and what is left to do once it went. */
export interface TurnAnswer {
  readonly status: number;
  /** JSON, or `undefined` for an empty body. */
  readonly body: unknown;
  finish(): Promise<void>;
}

export interface AdoptionBot {
  /**
   * One inbound activity the gate let in. Rejects when the activity has to come again (an install or removal that could not
   * be stored); a message or a press that fails is answered in words.
   */
  turn(activity: Activity, authorization: string): Promise<TurnAnswer>;
}

/** Opens the SDK's turn to us: its own `process` writes stacks to the console and messages of errors into answers. */
class Adapter extends CloudAdapter {
  run(authorization: string, activity: SdkActivity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(authorization, activity, logic);
  }
}

/** The platform wants the first sign of life within two seconds. */
const TYPING_AFTER_MS = 1_000;

/** The bot: activities in, answers out by the outbound client; the SDK's own connector is never used. */
export function createAdoptionBot({ conversation, outbound, log, settings, typingAfterMs = TYPING_AFTER_MS }: AdoptionBotParts): AdoptionBot {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const adapter = new Adapter(new ConfigurationBotFrameworkAuthentication(given));
  adapter.onTurnError = async (context, error) => {
    log.error('turn.failed', { fault: faultOf(error), type: context.activity.type });
    if (context.activity.type === 'invoke') {
      await context.sendActivity({ type: 'invokeResponse', value: answerError(500, ENGLISH.plain('failed.text')) });
    } else if (context.activity.type === 'message') {
      await say(outbound, log, addressOf(context.activity), activityOf({ kind: 'failed' }));
    } else throw error;
  };
  return {
    turn: async (activity, authorization) => {
      const after: AfterTurn[] = [];
      const handler = new ChatHandler(conversation, outbound, log, after, typingAfterMs);
      const answer = await adapter.run(authorization, sdkActivityOf(activity), async (context) => {
        keepOffSdkConnector(context);
        await handler.run(context);
      });
      return { status: answer?.status ?? 200, body: answer?.body, finish: () => inOrder(after) };
    },
  };
}

/** Without `deliveryMode`: with "expectReplies" the SDK would collect answers instead of giving them. */
function sdkActivityOf({ deliveryMode: _deliveryMode, ...activity }: Activity): SdkActivity {
  // The gate checked the envelope; beyond it this code reads nothing of the activity without looking.
  return activity as unknown as SdkActivity;
}

/** Lets invoke answers pass, which only end up in the HTTP answer, and nothing that would be sent by the SDK. */
function keepOffSdkConnector(context: TurnContext): void {
  context.onSendActivities(async (_context, activities, next) => {
    if (activities.every((activity) => activity.type === 'invokeResponse')) return next();
    throw new TypeError('only invoke answers may be sent through the turn; messages go through the outbound client');
  });
}

async function inOrder(steps: readonly AfterTurn[]): Promise<void> {
  for (const step of steps) await step();
}

const faultOf = (error: unknown): string => (error instanceof Fault ? error.code : 'unexpected');
