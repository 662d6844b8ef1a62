import { deliveryId } from '../../../src/domain/ids.ts';
import type { ItemId, Lesson, Question, Tip } from '../../../src/domain/item.ts';
import { signalId } from '../../../src/domain/signals.ts';

export const DELIVERY = deliveryId('7d9f2f4e-1a2b-4c3d-8e4f-5a6b7c8d9e0f');

export const TIP: Tip = {
  id: 'teams-channel-post' as ItemId,
  signals: [signalId('teams.channelPosts')],
  service: 'teams',
  level: 'first-steps',
  title: 'Ask once, in the channel',
  gain: 'Everybody on the team sees the answer, also those who join next month.',
  action: 'Open your team, choose Start a post and ask your next question there.',
  link: { title: 'Open Teams', url: 'https://teams.microsoft.com/l/team/' },
  bestOn: 'any',
  personas: [],
};

export const QUESTION: Question = {
  id: 'quiz-where-to-ask' as ItemId,
  signals: [signalId('teams.channelPosts')],
  service: 'teams',
  level: 'everyday',
  personas: [],
  ask: 'Three colleagues ask you the same thing in one week. Where does your next answer help most people?',
  options: [
    { text: 'In a chat with each of the three', isRight: false, why: 'Each of them is helped, and the fourth asks again.' },
    { text: 'In the channel of the team', isRight: true, why: 'Everybody on the team finds it there, also those who join later.' },
    { text: 'In a mail to all of them', isRight: false, why: 'It reaches three people and then lies in three mailboxes.' },
  ],
  lesson: undefined,
  tip: undefined,
};
export const LESSON: Lesson = {
  id: 'lesson-channel' as ItemId,
  signals: [signalId('teams.channelPosts')],
  service: 'teams',
  level: 'first-steps',
  personas: [],
  title: 'A channel remembers, a chat forgets',
  text: 'What you write in a chat reaches those who are in it today. What you write in a channel reaches the team, today and next year: a new colleague opens it and finds the question, the answers and the file. So keep chats for what is small and soon over, and ask in the channel what others may ask again.',
  link: { title: 'Open Teams', url: 'https://teams.microsoft.com/l/team/' },
  question: QUESTION.id,
};
