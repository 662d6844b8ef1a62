import { expect } from 'chai';
import { linkProblem } from '../../src/content/linkProblem.ts';
import { lintContent } from '../../src/content/lintContent.ts';
import { loadContent } from '../../src/content/loadContent.ts';
import { productPack } from '../../src/content/productPack.ts';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import type { Question, Tip } from '../../src/domain/item.ts';
import { SERVICES } from '../../src/domain/person.ts';
import { PERSONAS } from '../../src/domain/persona.ts';
import { signalOf } from '../../src/domain/signals.ts';

const PACK = loadContent();
const TIPS = [...PACK.content.values()];
const { lessons, questions } = PACK.lessons;
const LESSONS = [...lessons.values()];
const QUESTIONS = [...questions.values()];
const APPS = ['copilot', 'engage', 'excel', 'onedrive', 'onenote', 'outlook', 'powerpoint', 'sharepoint', 'teams', 'word'];

/** What is nudged where nobody chose a focus: each wants a choice of tips, since one tip comes twice at most. */
const IN_FOCUS = CATALOGUE.map(({ id }) => id).filter(
  (id) =>
    id.startsWith('teams.') ||
    [
      'onedrive.sharedInternally',
      'sharepoint.sharedInternally',
      'outlook.read',
      'outlook.mobile',
      'outlook.meetingsAnswered',
      'outlook.meetingsCreated',
    ].includes(id),
);

/** The signals of the default focus that people meet every day: for these a question comes with its lesson. */
const TAUGHT = [
  'teams.meetingsOrganized',
  'teams.meetingsAttended',
  'teams.channelPosts',
  'teams.channelReplies',
  'onedrive.sharedInternally',
  'outlook.read',
  'outlook.mobile',
  'outlook.meetingsCreated',
  'outlook.meetingsAnswered',
];

/** A licence for a phone's Outlook or Teams comes with the mailbox or with Teams; the reports count both among the apps. */
const SERVICE_BESIDE_THE_SIGNAL: Readonly<Record<string, string>> = { 'outlook.mobile': 'exchange', 'teams.mobile': 'teams' };

const forEverybody = (tip: Tip): boolean => tip.personas.length === 0;
const measuredBy = (signal: string): readonly Tip[] => TIPS.filter((tip) => tip.signals[0] === signal);
const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Words two texts share, of all the words in them, from 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return [...a].filter((word) => b.has(word)).length / new Set([...a, ...b]).size;
}

describe('the content pack of the product', () => {
  it('has no problem', () => expect(lintContent(productPack())).to.deep.equal([]));

  it('is one file for each app, and each holds items of its own app and is whole in itself', () => {
    expect(productPack().map(({ name }) => name)).to.deep.equal(APPS.map((app) => `${app}.yaml`));
    for (const file of productPack()) {
      const { content, lessons: own } = loadContent([file]);
      const items = [...content.values(), ...own.lessons.values(), ...own.questions.values()];
      const apps = items.map((item) => item.signals[0].split('.')[0]);
      expect([...new Set(apps)]).to.deep.equal([file.name.replace('.yaml', '')]);
    }
  });

  it('holds at least 75 tips', () => expect(TIPS).to.have.length.of.at.least(75));

  it('keeps the ids of its first release, which decisions and refusals refer to', () => {
    expect(TIPS.map(({ id }) => id)).to.include.members([
      'chat-quick-question',
      'chat-send-later',
      'channel-ask-once',
      'channel-three-lines',
      'reply-below-the-post',
      'reply-close-the-loop',
      'meeting-first-invitation',
      'meeting-ten-minutes',
      'meeting-live-captions',
      'call-from-the-chat',
    ]);
  });

  for (const { id } of CATALOGUE) {
    const least = IN_FOCUS.includes(id) ? 2 : 1;
    it(`has at least ${least} for everybody and every day that ${id} measures`, () => {
      const everyday = measuredBy(id).filter((tip) => tip.level === 'everyday' && forEverybody(tip));
      expect(everyday).to.have.length.of.at.least(least);
    });
  }

  it('counts sixteen signals to the default focus', () => expect(IN_FOCUS).to.have.length(16));

  for (const service of SERVICES) {
    it(`teaches the first steps of ${service} in at least two tips for everybody`, () => {
      const steps = TIPS.filter((tip) => tip.service === service && tip.level === 'first-steps' && forEverybody(tip));
      expect(steps).to.have.length.of.at.least(2);
    });
  }

  for (const persona of PERSONAS) {
    it(`has at least two tips of its own for ${persona}`, () => {
      expect(TIPS.filter((tip) => tip.personas.includes(persona))).to.have.length.of.at.least(2);
    });
  }

  for (const tip of TIPS) {
    it(`asks in ${tip.id} for the licence its signal needs, and links to what is there`, () => {
      const [signal] = tip.signals;
      expect(tip.service).to.equal(SERVICE_BESIDE_THE_SIGNAL[signal] ?? signalOf(signal).service);
      expect(linkProblem(tip.link.url)).to.equal(undefined);
      expect(new URL(tip.link.url).protocol).to.equal('https:');
    });
  }

  for (const item of [...LESSONS, ...QUESTIONS]) {
    it(`asks in ${item.id} for the licence its signal needs`, () => {
      const [signal] = item.signals;
      expect(item.service).to.equal(SERVICE_BESIDE_THE_SIGNAL[signal] ?? signalOf(signal).service);
    });
  }

  it('links to no page of the support site without the number that finds it', () => {
    const support = TIPS.map((tip) => new URL(tip.link.url)).filter((url) => url.hostname === 'support.microsoft.com');
    expect(support).to.have.length.above(5);
    for (const url of support) expect(url.pathname).to.match(/^\/office\/[a-z0-9-]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('says nothing twice: no two titles are the same, no two actions nearly so', () => {
    const titles = TIPS.map((tip) => tip.title.toLowerCase());
    expect([...new Set(titles)]).to.deep.equal(titles);
    const alike = TIPS.flatMap((tip, index) =>
      TIPS.slice(index + 1).flatMap((other) => (likeness(tip.action, other.action) > 0.5 ? [`${tip.id} = ${other.id}`] : [])),
    );
    expect(alike).to.deep.equal([]);
  });

  it('does not begin every action with the same word', () => {
    const openings = TIPS.map((tip) => tip.action.split(' ')[0] ?? '');
    const most = Math.max(...[...new Set(openings)].map((word) => openings.filter((opening) => opening === word).length));
    expect(most / TIPS.length).to.be.below(0.15);
  });

  it('holds at least 36 questions and 14 lessons', () => {
    expect(QUESTIONS).to.have.length.of.at.least(36);
    expect(LESSONS).to.have.length.of.at.least(14);
  });

  it('asks about every signal there is', () => {
    const asked = new Set(QUESTIONS.flatMap(({ signals }) => signals));
    expect(CATALOGUE.map(({ id }) => id).filter((id) => !asked.has(id))).to.deep.equal([]);
  });

  it('teaches what the default focus is about before it asks', () => {
    const taught = new Set<string>(LESSONS.map(({ signals }) => signals[0]));
    expect(TAUGHT.filter((id) => !taught.has(id))).to.deep.equal([]);
    for (const id of IN_FOCUS)
      expect(
        QUESTIONS.filter(({ signals }) => (signals as readonly string[]).includes(id)),
        id,
      ).to.not.be.empty;
  });

  for (const lesson of LESSONS) {
    it(`ends ${lesson.id} with a question that belongs to it, about the same`, () => {
      const question = questions.get(lesson.question);
      expect(question).to.deep.include({ lesson: lesson.id, signals: lesson.signals, service: lesson.service, level: lesson.level });
      expect(new URL(lesson.link.url).protocol).to.equal('https:');
    });
  }

  it('refers in questions to tips about the same', () => {
    const withTip = QUESTIONS.filter(({ tip }) => tip !== undefined);
    expect(withTip).to.have.length.above(30);
    const served = new Map<string | undefined, Tip>(TIPS.map((tip) => [tip.id, tip]));
    const aboutAnother = withTip.filter(({ tip, signals }) => !served.get(tip)?.signals.includes(signals[0]));
    expect(aboutAnother.map(({ id }) => id)).to.deep.equal([]);
  });

  it('gives the right answer away neither as the longest nor as the shortest', () => {
    const lengths = ({ options }: Question, isRight: boolean) =>
      options.filter((option) => option.isRight === isRight).map(({ text }) => text.length);
    const share = (holds: (right: number, wrong: readonly number[]) => boolean): number =>
      QUESTIONS.filter((question) => holds(Math.max(...lengths(question, true)), lengths(question, false))).length / QUESTIONS.length;
    // A third is what chance gives among three.
    expect(share((right, wrong) => right > Math.max(...wrong))).to.be.below(0.42);
    expect(share((right, wrong) => right < Math.min(...wrong))).to.be.below(0.42);
  });

  it('asks nothing twice, and explains every option in words of its own', () => {
    const asked = QUESTIONS.flatMap((question, index) =>
      QUESTIONS.slice(index + 1).flatMap((other) => (likeness(question.ask, other.ask) > 0.5 ? [`${question.id} = ${other.id}`] : [])),
    );
    expect(asked).to.deep.equal([]);
    const whys = QUESTIONS.flatMap(({ options }) => options.map(({ why }) => why));
    expect(new Set(whys).size).to.equal(whys.length);
  });
});
