import type { StoredRow } from './export.ts';
import type { DeliveryId } from './ids.ts';
import type { Obstacle, Often, PlanMoment, SmallTalk } from './intent.ts';
import type { AnswerOption, Lesson, Question, Tip } from './item.ts';
import type { Language } from './language.ts';
import type { Persona } from './persona.ts';
import type { Progress } from './progress.ts';
import type { ShownOption } from './quizOptions.ts';
import type { Found } from './search.ts';
import type { Signal } from './signals.ts';
import type { Day, Instant } from './time.ts';
import type { Topic } from './topic.ts';

/** Why a card came, said without counting anyone (reference §1.7). */
export type Grounds =
  /** Many colleagues do it: in the person's department when at least ten people of it are known, else in the organisation. */
  | { readonly kind: 'colleagues'; readonly where: 'department' | 'organisation'; readonly signal: Signal }
  /** Nothing is known that may be said, for instance while names are concealed. */
  | { readonly kind: 'useful'; readonly signal: Signal }
  /** The licence for it has come within the last days: nobody is counted. */
  | { readonly kind: 'new-licence'; readonly signal: Signal }
  | { readonly kind: 'asked' };

/** What *Why me?* shows to the person alone. `seen` is their own signal in the newest complete weeks. */
export interface Explanation {
  readonly signal: Signal;
  readonly grounds: Grounds;
  /** The last day the data speak for; absent when nothing was read yet. */
  readonly dataDay: Day | undefined;
  /** Active weeks of the complete weeks known; absent when it cannot be told. */
  readonly seen: { readonly activeWeeks: number; readonly weeks: number } | undefined;
}

/** What the tip card shows below the tip. */
export type TipState =
  | { readonly kind: 'open' }
  | { readonly kind: 'choosing-plan'; readonly moments: readonly { readonly moment: PlanMoment; readonly at: Instant }[] }
  | { readonly kind: 'choosing-obstacle' }
  | { readonly kind: 'explaining'; readonly explanation: Explanation }
  | { readonly kind: 'done' }
  | { readonly kind: 'planned'; readonly at: Instant }
  | { readonly kind: 'obstacle-noted'; readonly obstacle: Obstacle }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reported-wrong' };

/** What the person set, as shown after a change. */
export type Setting =
  | { readonly kind: 'paused'; readonly until: Day }
  /** Pause and stop are lifted; the cadence is the one chosen before. */
  | { readonly kind: 'resumed'; readonly cadenceWeeks: 1 | 2 }
  /** `stillPaused`: until when a pause goes on all the same. */
  | { readonly kind: 'cadence'; readonly cadenceWeeks: 1 | 2; readonly stillPaused: Day | undefined }
  | { readonly kind: 'never' };

/** Everything a person can set, as it is. */
export interface ShownChoice {
  readonly often: Often;
  readonly pausedUntil: Day | undefined;
  readonly persona: Persona | undefined;
  /** What title and department suggest. */
  readonly guessed: Persona;
  readonly topics: readonly Topic[];
  /** The topics there are to choose from. */
  readonly offered: readonly Topic[];
}

/** Everything the bot can say, without words of any language. `zone` is where times are shown. */
export type Message =
  /** `offered`: topics to choose from. `sponsor`: who wants the coach to be there. */
  | { readonly kind: 'welcome'; readonly support: string | undefined; readonly sponsor: string | undefined; readonly offered: readonly Topic[] }
  | {
      readonly kind: 'tip';
      readonly delivery: DeliveryId;
      readonly tip: Tip;
      readonly grounds: Grounds;
      /** The first message ever: the card also says who is speaking, why, and how to stop. */
      readonly introduces: boolean;
      readonly support: string | undefined;
      readonly sponsor: string | undefined;
      /** A habit that came since the last card. */
      readonly praise: Signal | undefined;
      /** The person came back after an absence. */
      readonly welcomesBack: boolean;
      /** One question that is due, to be opened from the card. */
      readonly question: Question | undefined;
      readonly state: TipState;
      readonly zone: string;
    }
  | { readonly kind: 'reminder'; readonly delivery: DeliveryId; readonly tip: Tip }
  | { readonly kind: 'stop-notice' }
  /** `back`: the tip it was reached from; here, in `my-data` and where questions are asked. */
  | { readonly kind: 'setting'; readonly setting: Setting; readonly back?: DeliveryId }
  | { readonly kind: 'settings'; readonly shown: ShownChoice }
  | { readonly kind: 'settings-saved'; readonly shown: ShownChoice }
  | { readonly kind: 'language'; readonly wish: Language | undefined; readonly isSaved: boolean }
  | { readonly kind: 'why-nothing' }
  /** Asked for a tip when none fits. `praise` as above. */
  | { readonly kind: 'no-tip'; readonly praise: Signal | undefined }
  | {
      readonly kind: 'question';
      readonly delivery: DeliveryId;
      readonly question: Question;
      /** In the order this person sees them. */
      readonly options: readonly ShownOption[];
      /** Which of the sitting's questions it is, from 1. */
      readonly number: number;
      readonly of: number;
      readonly back?: DeliveryId;
    }
  | {
      readonly kind: 'question-answered';
      readonly delivery: DeliveryId;
      readonly question: Question;
      readonly isRight: boolean;
      /** What was chosen; absent when an earlier answer to the same card counts, and was another. */
      readonly chosen: AnswerOption | undefined;
      readonly right: AnswerOption;
      /** When it is asked again. */
      readonly againOn: Day;
      /** The sitting goes on. */
      readonly hasNext: boolean;
      readonly back?: DeliveryId;
    }
  | { readonly kind: 'lesson'; readonly delivery: DeliveryId; readonly lesson: Lesson }
  /** Asked for questions when none is to be asked; `nextOn`: when the next one is. */
  | { readonly kind: 'no-question'; readonly nextOn: Day | undefined; readonly hasLesson: boolean }
  | { readonly kind: 'no-lesson' }
  /** `known`: questions still answered right after three weeks or more. */
  | { readonly kind: 'progress'; readonly progress: Progress; readonly known: number }
  /** At least one, at most three. */
  | { readonly kind: 'found'; readonly found: readonly Found[] }
  | { readonly kind: 'my-data'; readonly facts: readonly DataFact[]; readonly back?: DeliveryId }
  /** The whole of `rows`, of which the part `page`, from 1, is shown. `titles`: what items are called, by id. */
  | {
      readonly kind: 'export';
      readonly rows: readonly StoredRow[];
      readonly page: number;
      readonly zone: string;
      readonly titles: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'export-ready' }
  | { readonly kind: 'confirm-delete' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'contact-again' }
  | { readonly kind: 'help'; readonly isDemo: boolean; readonly support: string | undefined }
  | { readonly kind: 'not-understood'; readonly isDemo: boolean; readonly support: string | undefined }
  /** Said to words that ask for nothing. */
  | { readonly kind: 'small-talk'; readonly said: SmallTalk }
  /** A picture or a file cannot be read. */
  | { readonly kind: 'cannot-read' }
  /** A press on a card that is too old, of somebody else, or unreadable. */
  | { readonly kind: 'card-gone' }
  | { readonly kind: 'demo-moved'; readonly today: Day }
  | { readonly kind: 'failed' };

/** One kind of stored thing and how many of it there are, for "my data". */
export interface DataFact {
  readonly what: 'account' | 'usage-days' | 'usage-weeks' | 'messages' | 'answers' | 'plans' | 'obstacles' | 'questions';
  readonly count: number;
}
