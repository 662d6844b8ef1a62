import { Fault } from './errors.ts';
import type { Goal } from './goal.ts';
import { HABITS, type HabitId, habitOfSignal } from './habits.ts';
import type { Service } from './person.ts';
import { type SignalId, signalId, signalOf } from './signals.ts';

/** What people can say they would like to be easier, and the signals of each. Chosen topics are stored by name: append, never rename. */
const SIGNALS = {
  meetings: ['teams.meetingsOrganized', 'teams.meetingsAttended', 'teams.recurringMeetings', 'teams.screenShares'],
  chats: ['teams.privateChats', 'teams.channelPosts', 'teams.channelReplies'],
  files: ['onedrive.sharedInternally', 'sharepoint.sharedInternally', 'onedrive.files', 'sharepoint.files'],
  mail: ['outlook.read', 'outlook.sent'],
  calendar: ['outlook.meetingsCreated', 'outlook.meetingsAnswered'],
  documents: ['word.days', 'excel.days', 'powerpoint.days'],
  notes: ['onenote.days'],
  phone: ['teams.mobile', 'outlook.mobile'],
  communities: ['engage.posted', 'engage.read', 'engage.liked'],
  copilot: ['copilot.chat', 'copilot.teams', 'copilot.word', 'copilot.excel', 'copilot.powerpoint', 'copilot.outlook'],
} as const;

export type Topic = keyof typeof SIGNALS;
export const TOPICS = Object.keys(SIGNALS) as readonly Topic[];
/** Who wants everything at once gets nothing in particular. */
export const MOST_TOPICS = 3;

export const isTopic = (value: unknown): value is Topic => TOPICS.some((topic) => topic === value);

/** The signals of a topic, the one that is most about it first. */
export function signalsOfTopic(topic: Topic): readonly SignalId[] {
  return SIGNALS[topic].map(signalId);
}

/** The topics a person with these licences can do something about; all of them where no licence is known. */
export function topicsFor(services: readonly Service[]): readonly Topic[] {
  if (services.length === 0) return TOPICS;
  return TOPICS.filter((topic) => signalsOfTopic(topic).some((signal) => services.includes(signalOf(signal).service)));
}

/**
 * A chosen topic as a goal of that one person, `own:files`: the scenarios that lie within the topic, for there the way does not
 * matter, and the topic's other signals one by one, in the topic's order.
 */
export function goalOfTopic(topic: Topic): Goal {
  const [first, ...others] = signalsOfTopic(topic).map((signal) => habitWithin(topic, signal));
  if (first === undefined) throw new Fault('invalid-content', `expected the topic ${topic} to have a signal`);
  return { id: `own:${topic}`, habits: [first, ...new Set(others.filter((habit) => habit !== first))], isOwn: true };
}

function habitWithin(topic: Topic, signal: SignalId): HabitId {
  const ofTopic = signalsOfTopic(topic);
  const scenario = HABITS.find(({ signals }) => signals.length > 1 && signals.includes(signal) && signals.every((one) => ofTopic.includes(one)));
  return scenario?.id ?? habitOfSignal(signal);
}
