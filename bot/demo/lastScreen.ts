import type { Day } from '../../src/domain/time.ts';

/** What the demo's first cycle came to. */
export interface FirstCycle {
  readonly peopleRead: number;
  readonly needsFound: number;
  readonly messagesSent: number;
}

/** What there is to say once the demo runs, and where things are. */
export interface DemoFacts {
  /** Absent when the demo goes on from an earlier start. */
  readonly firstCycle: FirstCycle | undefined;
  /** The demo's own day: it moves by weeks. */
  readonly today: Day;
  readonly url: string;
  readonly hasOpenedBrowser: boolean;
  readonly you: { readonly name: string; readonly jobTitle: string; readonly department: string };
  /** Where the demo keeps its data; deleting it starts the demo anew. */
  readonly folder: string;
}

const WIDEST = 100;

/**
 * The demo's last screen: what happened, where to click, who you are, what to try, how to stop. At most 20 lines of at most
 * 100 columns (an address or folder that is longer stands on a line of its own), without colour, without a line end at the end.
 */
export function lastScreen(facts: DemoFacts): string {
  const { you } = facts;
  return [
    'Adoption Coach is running: a demo with an invented company. Nothing leaves this computer.',
    '',
    ...happened(facts),
    '',
    facts.hasOpenedBrowser ? 'A browser window has opened with the chat. If not, click here:' : 'Open the chat in your browser:',
    `  ${facts.url}`,
    '',
    ...folded(`You are ${you.name}, ${you.jobTitle} in ${you.department}. Open the chat and the coach says hello.`),
    '',
    'Things to try: press a button on the card, or write',
    '  tip        a tip right now',
    '  next week  a week passes: your own tip comes, and you see what your colleagues did',
    '  pause      no messages for 30 days',
    '  help       everything the coach understands',
    '',
    'To stop: press Ctrl+C here. To start anew, delete the folder:',
    `  ${facts.folder}`,
  ].join('\n');
}

function happened({ firstCycle, today }: DemoFacts): readonly string[] {
  if (firstCycle === undefined) return [`  The company is as you left it; there it is ${today}.`];
  return [
    `  ${count(firstCycle.peopleRead, 'person was', 'people were')} read from the usage reports of the company.`,
    `  ${count(firstCycle.needsFound, 'person has', 'people have')} a habit of Microsoft 365 still to win.`,
    `  ${count(firstCycle.messagesSent, 'message was', 'messages were')} sent, at most one a week for each person.`,
  ];
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Breaks a sentence between words where it would be wider than the screen. */
function folded(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDEST) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
