/** A tip as it is written down; `loadContent` turns it into a checked `Tip`. */
interface WrittenTip {
  readonly id: string;
  readonly signals: readonly string[];
  readonly service: string;
  readonly level: string;
  readonly title: string;
  readonly gain: string;
  readonly action: string;
  readonly link: { readonly title: string; readonly url: string };
  readonly bestOn: string;
}

const TEAMS_LINK = { title: 'Open Teams', url: 'https://teams.microsoft.com/' } as const;

/**
 * The pack that comes with the product. An id stays with its tip for ever: it is what decisions, refusals and records
 * refer to. Every signal has at least one `everyday` tip, since people who use the app daily are not sent `first-steps`.
 */
export const TIPS: readonly WrittenTip[] = [
  {
    id: 'chat-quick-question',
    signals: ['teams.privateChats'],
    service: 'teams',
    level: 'first-steps',
    title: 'A quick question fits in a chat',
    gain: 'A chat message takes no subject line and no formal opening, and the answer often comes between two other tasks.',
    action: 'Pick one short question you would otherwise email today, and send it to a colleague as a chat message.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
  {
    id: 'chat-send-later',
    signals: ['teams.privateChats'],
    service: 'teams',
    level: 'everyday',
    title: 'Write it now, let it arrive tomorrow',
    gain: 'The thought is off your mind this evening, and your colleague reads it in the morning.',
    action: 'Write a chat message, right-click the send button (on a phone, press and hold it) and pick the time it goes out.',
    link: {
      title: 'See how it works',
      url: 'https://support.microsoft.com/office/schedule-chat-messages-in-microsoft-teams-2fc5ea77-7bb4-4511-8f59-e62bac1c0f6a',
    },
    bestOn: 'any',
  },
  {
    id: 'channel-ask-once',
    signals: ['teams.channelPosts'],
    service: 'teams',
    level: 'everyday',
    title: 'Ask once, where the answer stays',
    gain: 'In a channel, anyone who knows can answer you, and the answer is still there when the question comes up again.',
    action: 'Post your next project question in the channel it belongs to, and @mention the person most likely to know.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
  {
    id: 'channel-three-lines',
    signals: ['teams.channelPosts'],
    service: 'teams',
    level: 'everyday',
    title: 'Three lines can save you a status meeting',
    gain: 'One short update reaches the whole team when it suits them, and their questions stay together right below it.',
    action: 'Start a post in your team’s channel with three lines: what is done, what comes next, what would help you.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
  {
    id: 'reply-below-the-post',
    signals: ['teams.channelReplies'],
    service: 'teams',
    level: 'first-steps',
    title: 'Answer right below the question',
    gain: 'A reply keeps question and answer together, so you can find both in one place next month.',
    action: 'Open a channel, pick a post you can add something to, and use Reply below it.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
  {
    id: 'reply-close-the-loop',
    signals: ['teams.channelReplies'],
    service: 'teams',
    level: 'everyday',
    title: 'Close the loop with one line',
    gain: 'When the outcome stands below the post, people find it there instead of asking you again.',
    action: 'Find a channel post about something that is settled by now, and reply with the result in one sentence.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
  {
    id: 'meeting-first-invitation',
    signals: ['teams.meetingsOrganized'],
    service: 'teams',
    level: 'first-steps',
    title: 'Set up a meeting in under a minute',
    gain: 'Your invitation carries the time, the link to join and a chat, so everything is in one place.',
    action: 'Open the invitation below, add a colleague, choose a time and send it.',
    link: { title: 'Start an invitation', url: 'https://teams.microsoft.com/l/meeting/new?subject=Quick%20catch-up' },
    bestOn: 'any',
  },
  {
    id: 'meeting-ten-minutes',
    signals: ['teams.meetingsOrganized'],
    service: 'teams',
    level: 'everyday',
    title: 'Ten minutes instead of ten emails',
    gain: 'A short conversation often settles what a long thread leaves open, and gives you the afternoon back.',
    action: 'Take one email thread that keeps going round, and invite the people in it to ten minutes in Teams.',
    link: {
      title: 'Invite to ten minutes',
      url: 'https://teams.microsoft.com/l/meeting/new?subject=Ten%20minutes%20to%20settle%20this&content=What%20we%20decide%20today%3A',
    },
    bestOn: 'any',
  },
  {
    id: 'meeting-live-captions',
    signals: ['teams.meetingsAttended'],
    service: 'teams',
    level: 'everyday',
    title: 'Read along while people speak',
    gain: 'Live captions put what is said on your screen as text: handy in a noisy room, or in a language you are still learning.',
    action: 'Join your next meeting in Teams, open More in the meeting controls and turn on live captions.',
    link: {
      title: 'See how it works',
      url: 'https://support.microsoft.com/office/use-live-captions-in-microsoft-teams-meetings-4be2d304-f675-4b57-8347-cbd000a21260',
    },
    bestOn: 'computer',
  },
  {
    id: 'call-from-the-chat',
    signals: ['teams.calls'],
    service: 'teams',
    level: 'everyday',
    title: 'From typing to talking with one click',
    gain: 'Two minutes of talking can spare you twenty messages, and you can share your screen while you talk.',
    action: 'Next time a chat goes back and forth, select the call button at the top of that chat.',
    link: TEAMS_LINK,
    bestOn: 'any',
  },
];
