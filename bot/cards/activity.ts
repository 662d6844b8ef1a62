import { absurd } from '../../src/domain/errors.ts';
import type { Message } from '../../src/domain/message.ts';
import { plainOf } from '../words/foreignText.ts';
import { ENGLISH, type Words } from '../words/words.ts';
import { languageCard, settingsCard, settingsSavedCard } from './choosing.ts';
import { exportCard, exportReadyCard } from './export.ts';
import { foundCard } from './found.ts';
import { type Card, withBack } from './parts.ts';
import { confirmDeleteCard, contactAgainCard, deletedCard, keptCard, myDataCard } from './personalData.ts';
import { progressCard } from './progress.ts';
import { lessonCard, noLessonCard, noQuestionCard, questionAnsweredCard, questionCard } from './quiz.ts';
import { reminderCard } from './reminder.ts';
import { settingCard, stopNoticeCard } from './settings.ts';
import {
  cannotReadCard,
  cardGoneCard,
  demoMovedCard,
  failedCard,
  helpCard,
  noTipCard,
  notUnderstoodCard,
  smallTalkCard,
  welcomeCard,
  whyNothingCard,
} from './talk.ts';
import { tipCard } from './tip.ts';

/** The content type of a card, in attachments and in answers to a press. */
export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** A message to the connector: the card alone, because text beside a card becomes a second message without a usable id. */
export interface CardActivity {
  readonly type: 'message';
  /** What the toast says. */
  readonly summary: string;
  readonly attachments: readonly [{ readonly contentType: typeof CARD_TYPE; readonly content: Card }];
}

/** The activity that says `message`. */
export function activityOf(message: Message, words: Words = ENGLISH): CardActivity {
  const content = cardOf(message, words);
  return { type: 'message', summary: summaryOf(message, content, words), attachments: [{ contentType: CARD_TYPE, content }] };
}

/** The card that says `message`: depends on nothing but its arguments. */
export function cardOf(message: Message, words: Words = ENGLISH): Card {
  switch (message.kind) {
    case 'welcome':
      return welcomeCard(message, words);
    case 'tip':
      return tipCard(message, words);
    case 'reminder':
      return reminderCard(message, words);
    case 'stop-notice':
      return stopNoticeCard(words);
    case 'setting':
      return withBack(settingCard(message.setting, words), message.back, words);
    case 'why-nothing':
      return whyNothingCard(words);
    case 'no-tip':
      return noTipCard(message, words);
    case 'question':
      return withBack(questionCard(message, words), message.back, words);
    case 'question-answered':
      return withBack(questionAnsweredCard(message, words), message.back, words);
    case 'lesson':
      return lessonCard(message, words);
    case 'no-question':
      return noQuestionCard(message, words);
    case 'settings':
      return settingsCard(message, words);
    case 'settings-saved':
      return settingsSavedCard(message, words);
    case 'language':
      return languageCard(message, words);
    case 'progress':
      return progressCard(message, words);
    case 'found':
      return foundCard(message, words);
    case 'no-lesson':
      return noLessonCard(words);
    case 'my-data':
      return withBack(myDataCard(message.facts, words), message.back, words);
    case 'export':
      return exportCard(message, words);
    case 'export-ready':
      return exportReadyCard(words);
    case 'confirm-delete':
      return confirmDeleteCard(words);
    case 'deleted':
      return deletedCard(words);
    case 'kept':
      return keptCard(words);
    case 'contact-again':
      return contactAgainCard(words);
    case 'help':
      return helpCard(message, words);
    case 'not-understood':
      return notUnderstoodCard(message, words);
    case 'small-talk':
      return smallTalkCard(message, words);
    case 'cannot-read':
      return cannotReadCard(words);
    case 'card-gone':
      return cardGoneCard(words);
    case 'demo-moved':
      return demoMovedCard(message, words);
    case 'failed':
      return failedCard(words);
    default:
      return absurd(message);
  }
}

/** A toast lies open on a locked screen: it names the tip and nothing about the person. */
function summaryOf(message: Message, card: Card, words: Words): string {
  if (message.kind === 'progress') return words.plain('progress.spoken');
  return message.kind === 'tip' || message.kind === 'reminder' ? plainOf(message.tip.title) : card.fallbackText;
}
