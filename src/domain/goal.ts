import { type SignalId, signalId } from './signals.ts';

/** A habit worth nudging, chosen by people: one or more signals. */
export interface Goal {
  readonly id: string;
  readonly signals: readonly [SignalId, ...SignalId[]];
}

/** What is nudged where nobody chose a focus: meetings, chat and channels (reference §1.11). At most three. */
export const DEFAULT_FOCUS: readonly Goal[] = [
  { id: 'meetings', signals: [signalId('teams.meetingsOrganized'), signalId('teams.meetingsAttended')] },
  { id: 'chat', signals: [signalId('teams.privateChats'), signalId('teams.calls')] },
  { id: 'channels', signals: [signalId('teams.channelPosts'), signalId('teams.channelReplies')] },
];
