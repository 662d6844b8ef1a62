import { absurd } from '../src/domain/errors.ts';
import type { Message, TipState } from '../src/domain/message.ts';
import { CARD_TYPE, cardOf } from './cards/activity.ts';

/** What an invoke answers over HTTP. Failures, too, are HTTP 200: the status proper is in the body, as Teams documents it. */
export interface InvokeAnswer {
  readonly status: 200;
  readonly body: { readonly statusCode: 200 | 400 | 500; readonly type: string; readonly value: unknown };
}

/** The new card, shown to the person who pressed. */
export const answerCard = (message: Message): InvokeAnswer => answer(200, CARD_TYPE, cardOf(message));

/** A short text where no card fits. */
export const answerText = (text: string): InvokeAnswer => answer(200, 'application/vnd.microsoft.activity.message', text);

/** The press, or whatever it was, could not be answered; `text` is shown to the person. */
export const answerError = (statusCode: 400 | 500, text: string): InvokeAnswer =>
  answer(statusCode, 'application/vnd.microsoft.error', { code: statusCode === 400 ? 'BadRequest' : 'InternalError', message: text });

const answer = (statusCode: 200 | 400 | 500, type: string, value: unknown): InvokeAnswer => ({ status: 200, body: { statusCode, type, value } });

/**
 * Whether the answer to a press should replace the pressed message for good. An answer to Action.Execute is seen until the
 * chat is loaded again; questions and explanations may go then, what a person decided may not.
 */
export function isLasting(message: Message): boolean {
  switch (message.kind) {
    case 'tip':
      return isLastingState(message.state);
    case 'question-answered':
    case 'settings-saved':
    case 'setting':
    case 'deleted':
    case 'kept':
      return true;
    case 'question':
    case 'lesson':
    case 'no-question':
    case 'no-lesson':
    case 'settings':
    case 'language':
    case 'progress':
    case 'found':
    case 'welcome':
    case 'reminder':
    case 'stop-notice':
    case 'why-nothing':
    case 'no-tip':
    case 'my-data':
    case 'export':
    case 'export-ready':
    case 'confirm-delete':
    case 'contact-again':
    case 'help':
    case 'not-understood':
    case 'demo-moved':
    case 'small-talk':
    case 'cannot-read':
    case 'card-gone':
    case 'failed':
      return false;
    default:
      return absurd(message);
  }
}

function isLastingState(state: TipState): boolean {
  switch (state.kind) {
    case 'done':
    case 'planned':
    case 'obstacle-noted':
    case 'refused':
    case 'reported-wrong':
      return true;
    case 'open':
    case 'choosing-plan':
    case 'choosing-obstacle':
    case 'explaining':
      return false;
    default:
      return absurd(state);
  }
}
