import type { DeliveryId } from './ids.ts';
import type { Language } from './language.ts';
import type { Persona } from './persona.ts';
import type { Topic } from './topic.ts';

/** Why something is in the way; stored as given (reference §1.8). */
export const OBSTACLES = ['licence', 'rights', 'device', 'policy', 'time', 'team', 'other'] as const;
export type Obstacle = (typeof OBSTACLES)[number];
/** Those that the same tip would meet again next month. */
export const LASTING_OBSTACLES = ['licence', 'rights', 'device', 'policy', 'team'] as const satisfies readonly Obstacle[];

/** The kinds of answers to a tip, each of which can be taken back. */
export const ANSWER_KINDS = ['did-it', 'planned', 'obstacle', 'not-for-me', 'wrong'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** How often a person wants to hear from the coach. */
export const OFTEN = ['weekly', 'fewer', 'pause', 'never'] as const;
export type Often = (typeof OFTEN)[number];

/** When a plan reminds: the next working morning, the one after the weekend, or a week from now. */
export const PLAN_MOMENTS = ['tomorrow', 'monday', 'next-week'] as const;
export type PlanMoment = (typeof PLAN_MOMENTS)[number];

/** Words that ask for nothing: thanks, a yes or no that names no card, and whatever else is only kind. */
export type SmallTalk = 'thanks' | 'yes' | 'fine';

/** Which card a press came from. Nothing in it is trusted: the delivery must belong to the person who pressed. */
export interface Pressed {
  readonly delivery: DeliveryId;
}

/** What a person wants, whatever they typed or pressed, in whatever version of a card. */
export type Intent =
  | { readonly kind: 'help' }
  | { readonly kind: 'tip' }
  | { readonly kind: 'quiz' }
  | { readonly kind: 'lesson' }
  | { readonly kind: 'progress' }
  | { readonly kind: 'settings' }
  /** What is absent stays as it is. `guess`: as title and department suggest. */
  | {
      readonly kind: 'save-settings';
      readonly often: Often | undefined;
      readonly persona: Persona | 'guess' | undefined;
      readonly topics: readonly Topic[] | undefined;
    }
  /** Absent: asks which languages there are. */
  | { readonly kind: 'language'; readonly language: Language | undefined }
  /** Something a search found; `item` is not yet known to exist. */
  | { readonly kind: 'open-item'; readonly item: string }
  | { readonly kind: 'why' }
  /** `from`: the card the press came from, and may lead back to; here and below. */
  | { readonly kind: 'pause'; readonly from?: DeliveryId }
  | { readonly kind: 'resume' }
  | { readonly kind: 'fewer'; readonly from?: DeliveryId }
  | { readonly kind: 'weekly' }
  | { readonly kind: 'never'; readonly from?: DeliveryId }
  | { readonly kind: 'my-data'; readonly from?: DeliveryId }
  /** Everything stored about the person; `page` from 1. */
  | { readonly kind: 'export'; readonly page: number }
  | { readonly kind: 'delete-my-data' }
  | { readonly kind: 'confirm-delete' }
  | { readonly kind: 'keep-my-data' }
  /** After a deletion: the person wants to hear from the coach again. */
  | { readonly kind: 'come-back' }
  | { readonly kind: 'next-week' }
  | ({ readonly kind: 'did-it' } & Pressed)
  | ({ readonly kind: 'plan-it' } & Pressed)
  | ({ readonly kind: 'plan-at'; readonly moment: PlanMoment } & Pressed)
  | ({ readonly kind: 'in-the-way' } & Pressed)
  | ({ readonly kind: 'obstacle'; readonly obstacle: Obstacle; readonly words: string | undefined } & Pressed)
  | ({ readonly kind: 'not-for-me' } & Pressed)
  | ({ readonly kind: 'why-me' } & Pressed)
  | ({ readonly kind: 'wrong' } & Pressed)
  | ({ readonly kind: 'back' } & Pressed)
  /** Takes an answer back. */
  | ({ readonly kind: 'undo'; readonly what: AnswerKind } & Pressed)
  /** `place`: the chosen option's place in the pack; absent where nothing was chosen. `question` is not yet known to exist. */
  | ({ readonly kind: 'answer-question'; readonly question: string; readonly place: number | undefined } & Pressed)
  /** The question after `question` in the same sitting. */
  | ({ readonly kind: 'next-question'; readonly question: string } & Pressed)
  /** The question a lesson ends with. */
  | ({ readonly kind: 'lesson-question' } & Pressed)
  /** "I know this already": the questions of the lesson's topic, without the lesson. */
  | ({ readonly kind: 'knows-already' } & Pressed)
  /** A picture or a file without words. */
  | { readonly kind: 'attachment' }
  | { readonly kind: 'small-talk'; readonly said: SmallTalk }
  /** Words no command matches. */
  | { readonly kind: 'words'; readonly text: string }
  /** A press this bot cannot read: another version, a forged or broken payload. */
  | { readonly kind: 'unknown-press' };
