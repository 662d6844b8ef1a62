import { type HabitId, habitId } from './habits.ts';

/** A habit worth nudging, chosen by people: one or more habits, in the order they matter. */
export interface Goal {
  readonly id: string;
  readonly habits: readonly [HabitId, ...HabitId[]];
}

/** What is nudged where nobody chose a focus (reference §1.11); Viva Engage, OneNote and SharePoint pages are off. */
export const DEFAULT_FOCUS: readonly Goal[] = [
  { id: 'meetings', habits: [habitId('teams.meetingsOrganized'), habitId('teams.meetingsAttended')] },
  { id: 'chat-and-channels', habits: [habitId('teams.privateChats'), habitId('teams.channelPosts'), habitId('teams.channelReplies')] },
  { id: 'files-as-links', habits: [habitId('files-as-links')] },
  { id: 'mail-under-control', habits: [habitId('mail-under-control'), habitId('calendar-kept')] },
];
