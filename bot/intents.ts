import { deliveryId, isUuid } from '../src/domain/ids.ts';
import {
  ANSWER_KINDS,
  type Intent,
  OBSTACLES,
  type Obstacle,
  OFTEN,
  type Often,
  PLAN_MOMENTS,
  type PlanMoment,
  type Pressed,
} from '../src/domain/intent.ts';
import { isLanguage } from '../src/domain/language.ts';
import { PERSONAS, type Persona } from '../src/domain/persona.ts';
import { isTopic, MOST_TOPICS, type Topic } from '../src/domain/topic.ts';
import { GUESS, LANGUAGE_INPUT, OFTEN_INPUT, PERSONA_INPUT, TOPICS_INPUT } from './cards/choices.ts';
import { CHOICE_INPUT } from './cards/quiz.ts';
import { MOST_OBSTACLE_CHARACTERS, OBSTACLE_INPUT, WORDS_INPUT } from './cards/tipQuestions.ts';
import { smallTalkIn } from './words/smallTalk.ts';

const UNKNOWN: Intent = { kind: 'unknown-press' };

/** What is read of a text; the rest is dropped. */
const MOST_CHARACTERS = 1_000;
/** Mentions in front are removed first, so a little more is looked at; a bound, because the search for `</at>` is quadratic. */
const MOST_LOOKED_AT = 4_000;

type CommandKind =
  | 'help'
  | 'tip'
  | 'quiz'
  | 'lesson'
  | 'progress'
  | 'settings'
  | 'why'
  | 'pause'
  | 'resume'
  | 'fewer'
  | 'weekly'
  | 'never'
  | 'my-data'
  | 'delete-my-data'
  | 'next-week';

const COMMANDS: readonly (readonly [kind: CommandKind, texts: readonly string[]])[] = [
  ['help', ['help', 'hi', 'hi there', 'hello', 'hello there', 'hey', 'good morning', 'good afternoon', 'what can you do']],
  ['tip', ['tip', 'tips', 'a tip', 'next tip', 'tip please', 'a tip please', 'give me a tip']],
  ['quiz', ['quiz', 'quiz me', 'question', 'questions', 'ask me', 'test me']],
  ['lesson', ['lesson', 'lessons', 'a lesson', 'learn', 'teach me']],
  ['progress', ['progress', 'my progress', 'how am i doing']],
  ['settings', ['settings', 'setting', 'options', 'preferences', 'change', 'topics']],
  ['why', ['why', 'why me']],
  ['pause', ['pause', 'pause 30 days']],
  ['resume', ['resume', 'unpause', 'continue', 'start', 'start again']],
  ['fewer', ['fewer', 'less']],
  ['weekly', ['weekly', 'weekly again', 'every week']],
  ['never', ['never', 'stop', 'unsubscribe']],
  ['my-data', ['my data', 'data']],
  ['delete-my-data', ['delete my data', 'delete', 'forget me']],
  ['next-week', ['next week']],
];
const KIND_OF: ReadonlyMap<string, CommandKind> = new Map(COMMANDS.flatMap(([kind, texts]) => texts.map((text) => [text, kind] as const)));

/**
 * What a person wants who wrote `text`: a command, whatever its case, punctuation and mentions, else their words, at most
 * 1,000 characters. An empty text, or one of punctuation alone, asks for help.
 */
export function intentOfText(text: string): Intent {
  const words = cleaned(text.slice(0, MOST_LOOKED_AT).replace(/<at\b[^>]*>.*?<\/at>/gis, ' '), MOST_CHARACTERS);
  const command = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (/^\p{P}*$/u.test(words) && smallTalkIn(words, command) === undefined) return { kind: 'help' };
  if (['export', 'export my data', 'all my data', 'everything'].includes(command)) return { kind: 'export', page: 1 };
  if (['language', 'languages'].includes(command)) return { kind: 'language', language: undefined };
  const kind = KIND_OF.get(command);
  if (kind !== undefined) return { kind };
  const said = smallTalkIn(words, command);
  return said === undefined ? { kind: 'words', text: words } : { kind: 'small-talk', said };
}

/**
 * What a person wants who pressed a button with this `data`, of any version ever sent (so far only 1; Action.Execute's verb
 * is expected in it). A version, verb or value that is not known is `unknown-press`: cards live longer than releases.
 */
export function intentOfPress(data: unknown): Intent {
  if (!isRecord(data) || data['v'] !== 1) return UNKNOWN;
  const delivery = data['d'];
  const pressed: Pressed | undefined = typeof delivery === 'string' && isUuid(delivery) ? { delivery: deliveryId(delivery) } : undefined;
  const onTip = (intent: (pressed: Pressed) => Intent): Intent => (pressed === undefined ? UNKNOWN : intent(pressed));
  const from = pressed === undefined ? {} : { from: pressed.delivery };
  switch (data['verb']) {
    case 'tip.did':
      return onTip((of) => ({ kind: 'did-it', ...of }));
    case 'tip.plan':
      return onTip((of) => ({ kind: 'plan-it', ...of }));
    case 'tip.planAt': {
      const moment = data['moment'];
      return isPlanMoment(moment) ? onTip((of) => ({ kind: 'plan-at', moment, ...of })) : UNKNOWN;
    }
    case 'tip.inTheWay':
      return onTip((of) => ({ kind: 'in-the-way', ...of }));
    case 'tip.obstacle': {
      const obstacle = data[OBSTACLE_INPUT];
      // A client that knows no required inputs sends the button without a choice: it is asked for again.
      if (obstacle === undefined || obstacle === '') return onTip((of) => ({ kind: 'in-the-way', ...of }));
      return isObstacle(obstacle) ? onTip((of) => ({ kind: 'obstacle', obstacle, words: wordsOf(data[WORDS_INPUT]), ...of })) : UNKNOWN;
    }
    case 'tip.notForMe':
      return onTip((of) => ({ kind: 'not-for-me', ...of }));
    case 'tip.why':
      return onTip((of) => ({ kind: 'why-me', ...of }));
    case 'tip.wrong':
      return onTip((of) => ({ kind: 'wrong', ...of }));
    case 'tip.back':
      return onTip((of) => ({ kind: 'back', ...of }));
    case 'tip.undo': {
      const what = ANSWER_KINDS.find((kind) => kind === data['what']);
      return what === undefined ? UNKNOWN : onTip((of) => ({ kind: 'undo', what, ...of }));
    }
    case 'quiz.answer': {
      const question = data['i'];
      const place = data[CHOICE_INPUT];
      return typeof question === 'string' ? onTip((of) => ({ kind: 'answer-question', question, place: placeOf(place), ...of })) : UNKNOWN;
    }
    case 'quiz.next': {
      const question = data['i'];
      return typeof question === 'string' ? onTip((of) => ({ kind: 'next-question', question, ...of })) : UNKNOWN;
    }
    case 'lesson.ask':
      return onTip((of) => ({ kind: 'lesson-question', ...of }));
    case 'lesson.knows':
      return onTip((of) => ({ kind: 'knows-already', ...of }));
    case 'me.pause':
      return { kind: 'pause', ...from };
    case 'me.fewer':
      return { kind: 'fewer', ...from };
    case 'me.weekly':
      return { kind: 'weekly' };
    case 'me.never':
      return { kind: 'never', ...from };
    case 'me.data':
      return { kind: 'my-data', ...from };
    case 'me.export':
      return { kind: 'export', page: pageOf(data['page']) };
    case 'me.delete':
      return { kind: 'delete-my-data' };
    case 'me.confirmDelete':
      return { kind: 'confirm-delete' };
    case 'me.keep':
      return { kind: 'keep-my-data' };
    case 'me.comeBack':
      return { kind: 'come-back' };
    case 'me.resume':
      return { kind: 'resume' };
    case 'coach.tip':
      return { kind: 'tip' };
    case 'settings.save':
    case 'welcome.save':
      return { kind: 'save-settings', often: oftenOf(data[OFTEN_INPUT]), persona: personaOf(data[PERSONA_INPUT]), topics: topicsOf(data) };
    case 'settings.language':
      return { kind: 'language', language: undefined };
    case 'settings.saveLanguage': {
      const language = data[LANGUAGE_INPUT];
      return { kind: 'language', language: isLanguage(language) ? language : undefined };
    }
    case 'coach.settings':
      return { kind: 'settings' };
    case 'find.open':
      return typeof data['i'] === 'string' ? { kind: 'open-item', item: data['i'] } : UNKNOWN;
    case 'coach.progress':
      return { kind: 'progress' };
    case 'coach.quiz':
      return { kind: 'quiz' };
    case 'coach.lesson':
      return { kind: 'lesson' };
    case 'coach.help':
      return { kind: 'help' };
    default:
      return UNKNOWN;
  }
}

/** The optional words beside an obstacle; the client's limit is applied again, and an empty field is none. */
function wordsOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const words = cleaned(value, MOST_OBSTACLE_CHARACTERS);
  return words === '' ? undefined : words;
}

/** A page of an export, from 1; anything else is the first. */
const pageOf = (value: unknown): number => (typeof value === 'string' && /^\d{1,4}$/.test(value) ? Math.max(1, Number(value)) : 1);

/** The place of an option, as a choice hands it back: text. Nothing chosen, and anything else, is none. */
function placeOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d$/.test(value) ? Number(value) : undefined;
}

/** Without control characters (PostgreSQL refuses NUL) and broken surrogates; cut between characters, not inside one. */
function cleaned(text: string, mostCharacters: number): string {
  const flat = text
    .slice(0, mostCharacters * 4)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return [...flat].slice(0, mostCharacters).join('');
}

const oftenOf = (value: unknown): Often | undefined => OFTEN.find((often) => often === value);
const personaOf = (value: unknown): Persona | typeof GUESS | undefined => (value === GUESS ? GUESS : PERSONAS.find((persona) => persona === value));

/** The first three of the topics ticked. On the settings card no box ticked means none; the welcome leaves out what was not touched. */
function topicsOf(data: Readonly<Record<string, unknown>>): readonly Topic[] | undefined {
  const given = data[TOPICS_INPUT];
  if (typeof given !== 'string' || given === '') return data['verb'] === 'settings.save' ? [] : undefined;
  return [...new Set(given.slice(0, MOST_CHARACTERS).split(',').filter(isTopic))].slice(0, MOST_TOPICS);
}

const isPlanMoment = (value: unknown): value is PlanMoment => PLAN_MOMENTS.some((moment) => moment === value);
const isObstacle = (value: unknown): value is Obstacle => OBSTACLES.some((obstacle) => obstacle === value);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
