import type { ItemId, Lesson, Lessons, Question } from '../../src/domain/item.ts';
import { signalId } from '../../src/domain/signals.ts';

const SHARED = { service: 'teams', level: 'everyday', personas: [] } as const;

/** Right is the first option of the pack. */
export function aQuestion(id: string, signal: string, more: Partial<Question> = {}): Question {
  return {
    ...SHARED,
    id: id as ItemId,
    signals: [signalId(signal)],
    ask: `What about ${id}?`,
    options: [
      { text: 'The right one', isRight: true, why: 'Because it is so.' },
      { text: 'A wrong one', isRight: false, why: 'Because it is otherwise.' },
      { text: 'Another wrong one', isRight: false, why: 'Because it never was.' },
    ],
    lesson: undefined,
    tip: undefined,
    ...more,
  };
}

export function aLesson(id: string, signal: string, question: string): Lesson {
  return {
    ...SHARED,
    id: id as ItemId,
    signals: [signalId(signal)],
    title: `About ${id}`,
    text: 'One idea, read in a minute.',
    link: { title: 'Open Teams', url: 'https://teams.microsoft.com/' },
    question: question as ItemId,
  };
}

const QUESTIONS = [
  aQuestion('q-posts-1', 'teams.channelPosts'),
  aQuestion('q-posts-2', 'teams.channelPosts', { lesson: 'lesson-posts' as ItemId }),
  aQuestion('q-replies', 'teams.channelReplies'),
  aQuestion('q-chats', 'teams.privateChats'),
  aQuestion('q-meetings', 'teams.meetingsOrganized'),
  aQuestion('q-attended', 'teams.meetingsAttended'),
  aQuestion('q-calls', 'teams.calls'),
  aQuestion('q-mail', 'outlook.read', { service: 'exchange' }),
];

/** Seven questions for Teams, one of a lesson, and one for Outlook. */
export const LESSONS: Lessons = {
  lessons: new Map([aLesson('lesson-posts', 'teams.channelPosts', 'q-posts-2')].map((lesson) => [lesson.id, lesson])),
  questions: new Map(QUESTIONS.map((question) => [question.id, question])),
};
