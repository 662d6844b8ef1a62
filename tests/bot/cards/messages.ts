import type { StoredRow } from '../../../src/domain/export.ts';
import { OBSTACLES } from '../../../src/domain/intent.ts';
import type { Grounds, Message, ShownChoice, TipState } from '../../../src/domain/message.ts';
import type { WeekMark } from '../../../src/domain/progress.ts';
import { signalOf } from '../../../src/domain/signals.ts';
import { day, instant } from '../../../src/domain/time.ts';
import { TOPICS } from '../../../src/domain/topic.ts';
import { DELIVERY, LESSON, QUESTION, TIP } from './samples.ts';
import { STORED_ROWS, TITLES } from './storedRows.ts';

const SIGNAL = signalOf('teams.channelPosts');
const DEPARTMENT: Grounds = { kind: 'colleagues', where: 'department', signal: SIGNAL };
type TipMessage = Extract<Message, { kind: 'tip' }>;

export const tip = (state: TipState, more: Partial<TipMessage> = {}): TipMessage => ({
  kind: 'tip',
  delivery: DELIVERY,
  tip: TIP,
  grounds: DEPARTMENT,
  introduces: false,
  support: 'it-help@contoso.example',
  sponsor: 'Kim Dahl, Head of Workplace',
  praise: undefined,
  welcomesBack: false,
  question: undefined,
  state,
  zone: 'Europe/Berlin',
  ...more,
});

const question = (number: number, of: number): Message => ({
  kind: 'question',
  delivery: DELIVERY,
  question: QUESTION,
  options: [2, 0, 1].flatMap((place) => {
    const option = QUESTION.options[place];
    return option === undefined ? [] : [{ place, option }];
  }),
  number,
  of,
});
const answered = (place: number | undefined, isRight: boolean, hasNext: boolean): Message => {
  const [, right] = QUESTION.options;
  if (right === undefined) throw new TypeError('the question has no right option');
  const chosen = place === undefined ? undefined : QUESTION.options[place];
  return { kind: 'question-answered', delivery: DELIVERY, question: QUESTION, isRight, chosen, right, againOn: day('2026-12-04'), hasNext };
};

const withTip = (message: Message): Message =>
  message.kind === 'question-answered' ? { ...message, question: { ...QUESTION, tip: TIP.id } } : message;
const riding = (message: Message): Message =>
  message.kind === 'question' || message.kind === 'question-answered' ? { ...message, back: DELIVERY } : message;
const marks = (text: string): readonly WeekMark[] => [...text].map((mark) => (mark === 'o' ? 'active' : mark === '.' ? 'quiet' : 'unknown'));

const SHOWN: ShownChoice = {
  often: 'weekly',
  pausedUntil: undefined,
  persona: undefined,
  guessed: 'customers',
  topics: [],
  offered: TOPICS,
};

const explaining = (more: Partial<Extract<TipState, { kind: 'explaining' }>['explanation']>): Message =>
  tip({
    kind: 'explaining',
    explanation: { signal: SIGNAL, grounds: DEPARTMENT, dataDay: day('2026-11-18'), seen: { activeWeeks: 2, weeks: 8 }, ...more },
  });

const stored = (rows: readonly StoredRow[], page: number): Message => ({ kind: 'export', rows, page, zone: 'Europe/Berlin', titles: TITLES });

/** One of every message, and of every state and branch that shows other words. The name is the golden file's. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  welcome: { kind: 'welcome', support: 'it-help@contoso.example', sponsor: 'Kim Dahl, Head of Workplace', offered: TOPICS },
  'welcome-no-support': { kind: 'welcome', support: undefined, sponsor: undefined, offered: ['meetings', 'chats'] },
  tip: tip({ kind: 'open' }),
  'tip-first': tip({ kind: 'open' }, { introduces: true, grounds: { kind: 'colleagues', where: 'organisation', signal: SIGNAL } }),
  'tip-praise': tip({ kind: 'open' }, { praise: signalOf('teams.meetingsOrganized'), tip: { ...TIP, bestOn: 'computer' } }),
  'tip-long': tip(
    { kind: 'open' },
    {
      introduces: true,
      tip: {
        ...TIP,
        title: 'Three lines in a channel can spare the whole team a meeting!',
        gain: 'One short update reaches everybody when it suits them, their questions stay together right below it, and those who were away read it later.',
        action: 'Start a post in your team’s channel with three lines: what is done since last week, what comes next, and what would help you most.',
        link: { title: 'Start a post in your channel', url: TIP.link.url },
        bestOn: 'computer',
      },
    },
  ),
  'tip-welcome-back': tip({ kind: 'open' }, { welcomesBack: true }),
  'tip-question': tip({ kind: 'open' }, { praise: signalOf('teams.meetingsOrganized'), question: QUESTION }),
  'tip-useful': tip({ kind: 'open' }, { grounds: { kind: 'useful', signal: SIGNAL } }),
  'tip-new-licence': tip({ kind: 'open' }, { grounds: { kind: 'new-licence', signal: signalOf('copilot.chat') } }),
  'tip-asked': tip({ kind: 'open' }, { grounds: { kind: 'asked' } }),
  'tip-choosing-plan': tip({
    kind: 'choosing-plan',
    moments: [
      { moment: 'tomorrow', at: instant('2026-03-10T08:00:00Z') },
      { moment: 'monday', at: instant('2026-03-16T08:00:00Z') },
      { moment: 'next-week', at: instant('2026-03-17T12:30:00Z') },
    ],
  }),
  'tip-choosing-obstacle': tip({ kind: 'choosing-obstacle' }),
  'tip-explaining': explaining({}),
  'tip-explaining-not-seen': explaining({ seen: { activeWeeks: 0, weeks: 8 } }),
  'tip-explaining-cannot-tell': explaining({ seen: undefined, grounds: { kind: 'useful', signal: SIGNAL } }),
  'tip-explaining-no-data': explaining({ seen: undefined, dataDay: undefined, grounds: { kind: 'asked' } }),
  'tip-done': tip({ kind: 'done' }),
  'tip-planned': tip({ kind: 'planned', at: instant('2026-03-10T08:00:00Z') }),
  ...Object.fromEntries(OBSTACLES.map((obstacle) => [`tip-obstacle-${obstacle}`, tip({ kind: 'obstacle-noted', obstacle })])),
  'tip-obstacle-no-support': tip({ kind: 'obstacle-noted', obstacle: 'rights' }, { support: undefined }),
  'tip-refused': tip({ kind: 'refused' }),
  'tip-reported-wrong': tip({ kind: 'reported-wrong' }),
  reminder: { kind: 'reminder', delivery: DELIVERY, tip: { ...TIP, bestOn: 'computer' } },
  'stop-notice': { kind: 'stop-notice' },
  paused: { kind: 'setting', setting: { kind: 'paused', until: day('2026-12-21') } },
  resumed: { kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: 1 } },
  'resumed-fewer': { kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: 2 } },
  fewer: { kind: 'setting', setting: { kind: 'cadence', cadenceWeeks: 2, stillPaused: undefined } },
  weekly: { kind: 'setting', setting: { kind: 'cadence', cadenceWeeks: 1, stillPaused: undefined } },
  'paused-from-tip': { kind: 'setting', setting: { kind: 'paused', until: day('2026-12-21') }, back: DELIVERY },
  'my-data-from-tip': { kind: 'my-data', facts: [{ what: 'account', count: 1 }], back: DELIVERY },
  'fewer-paused': { kind: 'setting', setting: { kind: 'cadence', cadenceWeeks: 2, stillPaused: day('2026-12-21') } },
  never: { kind: 'setting', setting: { kind: 'never' } },
  settings: { kind: 'settings', shown: { ...SHOWN, persona: 'projects', topics: ['meetings', 'files'] } },
  'settings-paused': { kind: 'settings', shown: { ...SHOWN, often: 'pause', pausedUntil: day('2026-12-21'), offered: ['meetings', 'chats'] } },
  'settings-saved': { kind: 'settings-saved', shown: SHOWN },
  'settings-saved-topics': { kind: 'settings-saved', shown: { ...SHOWN, often: 'fewer', persona: 'office', topics: ['documents', 'mail', 'phone'] } },
  'settings-saved-paused': { kind: 'settings-saved', shown: { ...SHOWN, often: 'pause', pausedUntil: day('2026-12-21') } },
  'settings-saved-never': { kind: 'settings-saved', shown: { ...SHOWN, often: 'never' } },
  language: { kind: 'language', wish: undefined, isSaved: false },
  'language-saved': { kind: 'language', wish: 'de', isSaved: true },
  'language-saved-english': { kind: 'language', wish: 'en', isSaved: true },
  'why-nothing': { kind: 'why-nothing' },
  'no-tip': { kind: 'no-tip', praise: undefined },
  'no-tip-praise': { kind: 'no-tip', praise: SIGNAL },
  question: question(1, 1),
  'question-riding': riding(question(1, 1)),
  'answer-riding': riding(answered(0, false, false)),
  'question-of-several': question(2, 5),
  'question-last': question(5, 5),
  'answer-right': answered(1, true, true),
  'answer-right-last': answered(1, true, false),
  'answer-wrong': answered(0, false, true),
  'answer-wrong-last': answered(2, false, false),
  'answer-right-with-tip': withTip(answered(1, true, false)),
  'answer-first-was-right': answered(undefined, true, true),
  'answer-first-was-wrong': answered(undefined, false, false),
  lesson: { kind: 'lesson', delivery: DELIVERY, lesson: LESSON },
  'no-question': { kind: 'no-question', nextOn: undefined, hasLesson: false },
  'no-question-yet': { kind: 'no-question', nextOn: day('2026-12-04'), hasLesson: true },
  'no-lesson': { kind: 'no-lesson' },
  'my-data': {
    kind: 'my-data',
    facts: [
      { what: 'account', count: 1 },
      { what: 'usage-days', count: 28 },
      { what: 'usage-weeks', count: 12 },
      { what: 'messages', count: 3 },
      { what: 'answers', count: 2 },
      { what: 'plans', count: 1 },
      { what: 'obstacles', count: 0 },
      { what: 'questions', count: 4 },
    ],
  },
  'my-data-none': { kind: 'my-data', facts: [] },
  export: stored(STORED_ROWS, 2),
  'export-first': stored(STORED_ROWS, 1),
  'export-last': stored(STORED_ROWS, 99),
  'export-only': stored([{ table: 'chat', values: { reach: 'installed' } }], 1),
  'export-nothing': stored([], 1),
  'export-ready': { kind: 'export-ready' },
  'confirm-delete': { kind: 'confirm-delete' },
  deleted: { kind: 'deleted' },
  kept: { kind: 'kept' },
  'contact-again': { kind: 'contact-again' },
  help: { kind: 'help', isDemo: false, support: 'it-help@contoso.example' },
  'help-demo': { kind: 'help', isDemo: true, support: undefined },
  'not-understood': { kind: 'not-understood', isDemo: false, support: 'it-help@contoso.example' },
  'not-understood-demo': { kind: 'not-understood', isDemo: true, support: undefined },
  found: {
    kind: 'found',
    found: [
      { kind: 'tip', tip: TIP },
      { kind: 'lesson', lesson: LESSON },
      { kind: 'question', question: QUESTION },
    ],
  },
  'found-one': { kind: 'found', found: [{ kind: 'tip', tip: TIP }] },
  progress: {
    kind: 'progress',
    progress: {
      strips: [
        { app: 'Teams', looksAt: ['Chat messages', 'Meetings attended'], weeks: marks('o..ooooo.ooo') },
        { app: 'OneDrive', looksAt: ['Files shared with colleagues from OneDrive'], weeks: marks('??.......ooo') },
        { app: 'SharePoint', looksAt: ['Files shared with colleagues from SharePoint'], weeks: marks('??..........') },
        { app: 'Outlook', looksAt: ['Mails read', 'Invitations answered'], weeks: marks('????????????') },
      ],
      kept: ['Chat messages', 'Meetings attended'],
      gained: ['Files shared as links'],
      until: day('2026-11-15'),
    },
    known: 3,
  },
  'progress-begun': {
    kind: 'progress',
    progress: {
      strips: [{ app: 'Teams', looksAt: ['Chat messages', 'Meetings attended'], weeks: marks('????????.ooo') }],
      kept: [],
      gained: [],
      until: day('2026-11-15'),
    },
    known: 1,
  },
  'progress-nothing': { kind: 'progress', progress: { strips: [], kept: [], gained: [], until: undefined }, known: 0 },
  'small-talk-thanks': { kind: 'small-talk', said: 'thanks' },
  'small-talk-yes': { kind: 'small-talk', said: 'yes' },
  'small-talk-fine': { kind: 'small-talk', said: 'fine' },
  'cannot-read': { kind: 'cannot-read' },
  'card-gone': { kind: 'card-gone' },
  'demo-moved': { kind: 'demo-moved', today: day('2026-03-16') },
  failed: { kind: 'failed' },
};
