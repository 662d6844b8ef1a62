import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Locator } from 'playwright-core';
import { type Demo, runDemo } from '../../bot/demo/runDemo.ts';
import type { PlaygroundUser } from '../../bot/demo/you.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { personId } from '../../src/domain/ids.ts';
import { jsonLog } from '../../src/system.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Chat, openChat } from '../support/playground.ts';

const PICTURES = 'tests/.out';
const SILENT = { out: () => undefined, err: () => undefined };

/** One employee's first month: a company, a chat window and a clock of their own. */
interface Month {
  readonly chat: Chat;
  readonly demo: Demo;
  /** Waits for a card and leaves its picture in the folder. */
  sees(text: string): Promise<Locator>;
  /** Asks for a week in the chat, and waits until what that week brings is sent. */
  week(): Promise<void>;
  tipsSeen(): Promise<number>;
}

function walk(name: string, you: PlaygroundUser, steps: (month: () => Month) => void): void {
  describe(`a first month of ${name}, in a browser`, function () {
    this.timeout(180_000);
    let folder: string;
    let browser: Browser;
    let demo: Demo;
    let month: Month;

    before(async () => {
      await mkdir(PICTURES, { recursive: true });
      folder = await mkdtemp(join(tmpdir(), 'coach-month-'));
      const starting = runDemo({ folder, log: jsonLog('warn'), io: SILENT, progress: silentProgress, opensBrowser: false, people: 40, you });
      [browser, demo] = await Promise.all([launchBrowser(), starting]);
      month = monthIn(demo, await openChat(browser, demo.playground.url), `${PICTURES}/month-${you.givenName.toLowerCase()}`);
    });
    after(async () => {
      await month?.chat.close();
      await browser?.close();
      await demo?.stop();
      await rm(folder, { recursive: true });
    });
    steps(() => month);
  });
}

function monthIn(demo: Demo, chat: Chat, picture: string): Month {
  let pictures = 0;
  return {
    chat,
    demo,
    sees: async (text) => {
      const card = await chat.waitForCard(text);
      pictures += 1;
      await card.screenshot({ path: `${picture}-${String(pictures).padStart(2, '0')}.png` });
      return card;
    },
    week: () => demo.nextWeek(),
    tipsSeen: async () => (await chat.cardTexts()).filter((text) => text.includes('Something is in the way')).length,
  };
}

const employee = (digit: string, givenName: string, surname: string): PlaygroundUser => ({
  personId: personId(`8f14e45f-ceea-4e7a-9c3b-1d2f6a7b8c${digit.repeat(2)}`),
  givenName,
  surname,
});

walk('somebody eager', employee('a', 'Noa', 'Lind'), (month) => {
  /** Answers the question on `card`, rightly or not. */
  const answer = async (card: Locator, isRight: boolean): Promise<void> => {
    const { chat, demo } = month();
    const shown = await card.innerText();
    const question = [...demo.app.settings.lessons.questions.values()].find(({ ask }) => shown.includes(ask));
    const option = question?.options.find((one) => one.isRight === isRight);
    if (option === undefined) throw new Error(`no question of the pack is on the card: ${shown}`);
    await card.getByRole('radio', { name: option.text, exact: true }).click();
    await chat.press('Answer', card);
  };

  it('is met with three questions, answers one and sees what is kept', async () => {
    const { chat, sees } = month();
    const welcome = await sees('Good to meet you');
    await chat.choose('What would you like to be easier?', 'Chats and channels', welcome);
    await chat.press('Save', welcome);
    const saved = await sees('It holds from now on');
    expect(await saved.innerText()).to.include('Chats and channels');
  });

  it('gets the first tip after a week, and says it is done', async () => {
    const { chat, sees, tipsSeen } = month();
    await chat.say('next week');
    const tip = await sees('Something is in the way');
    expect(await tipsSeen()).to.equal(1);
    await chat.press('Did it', tip);
    await sees('Good to hear');
  });

  it('asks for a quiz, is right once and wrong once, and learns why', async () => {
    const { chat, sees } = month();
    await chat.say('quiz');
    await answer(await sees('A quick question'), true);
    await chat.press('Next question', await sees('That is right'));
    await answer(await sees('Question 2 of'), false);
    expect(await (await sees('Not quite yet')).innerText()).to.include('The right answer');
  });

  it('reads "Well done" once the reports show it, and finds the weeks under progress', async () => {
    const { chat, sees, week } = month();
    await week();
    await chat.press('Did it', await sees('Well done'));
    await chat.waitForCard('Good to hear');
    await week();
    await week();
    await chat.say('progress');
    await sees('Your own weeks');
    expect((await chat.cardTexts()).join('\n')).to.not.include('Sorry');
  });
});

walk('somebody busy', employee('b', 'Sam', 'Iyer'), (month) => {
  it('plans the first tip and is reminded of it, once', async () => {
    const { chat, sees, week } = month();
    await chat.say('next week');
    await chat.press('Plan it', await sees('Something is in the way'));
    const moments = await sees('When does it suit you?');
    await moments.getByRole('button').first().click();
    await sees('It is planned');
    await week();
    await sees('You planned this for now');
    expect((await chat.cardTexts()).filter((text) => text.includes('You planned this for now'))).to.have.length(1);
  });

  it('names what is in the way, is offered a better moment, and is told who helps where somebody can', async () => {
    const { chat, sees } = month();
    await chat.say('tip');
    await chat.press('Something is in the way', await chat.waitForCard('You asked for a tip'));
    const reasons = await sees('What is in the way?');
    await reasons.getByRole('radio', { name: 'There is no time for it now' }).click();
    await chat.fill('In your words', 'Quarter end');
    await chat.press('Send', reasons);
    const busy = await sees('Busy days come first');
    expect(await busy.innerText()).to.not.include('help@contoso.example');
    await chat.press('Undo', busy);
    await chat.press('Something is in the way', await chat.waitForCard('You asked for a tip'));
    const again = await sees('What is in the way?');
    await again.getByRole('radio', { name: 'A license is missing' }).click();
    await chat.press('Send', again);
    expect(await (await sees('Without a license it cannot work')).innerText()).to.include('help@contoso.example');
  });

  it('pauses and hears nothing, resumes, and asks for fewer', async () => {
    const { chat, sees, week, tipsSeen } = month();
    const before = await tipsSeen();
    await chat.say('pause');
    await sees('Paused');
    await week();
    expect(await tipsSeen(), 'silent while paused').to.equal(before);
    await chat.say('resume');
    await sees('Welcome back');
    await chat.say('fewer');
    await sees('Fewer it is');
    await week();
    const first = await tipsSeen();
    await week();
    expect((await tipsSeen()) - before, 'one in two weeks').to.equal(1);
    expect(first - before).to.be.oneOf([0, 1]);
  });
});

walk('somebody who doubts', employee('c', 'Toni', 'Brandt'), (month) => {
  it('asks why, sees what is stored, and says the tip is not for them', async () => {
    const { chat, sees } = month();
    await chat.say('next week');
    const tip = await chat.waitForCard('Something is in the way');
    await chat.press('More', tip);
    await chat.press('Why me?', tip);
    await chat.press('My data', await sees('Why this tip?'));
    await chat.press('Show everything', await sees('What is stored about you'));
    await sees('Everything stored about you');
    await chat.say('why');
    await chat.press('Back to the tip', await chat.waitForCard('Why this tip?'));
    const again = await chat.waitForCard('Something is in the way');
    await chat.press('More', again);
    await chat.press('Not for me', again);
    await sees('This tip will not come again');
  });

  it('sets it to silence, and hears nothing for a week', async () => {
    const { chat, sees, week } = month();
    await chat.say('settings');
    const settings = await sees('Your settings');
    await chat.choose('How often may I write?', 'Only when asked', settings);
    await chat.press('Save', settings);
    expect(await (await sees('It holds from now on')).innerText()).to.include('Only when asked');
    const before = await chat.countCards();
    await week();
    expect(await chat.countCards()).to.equal(before);
    await chat.say('stop');
    await sees('No more messages');
  });

  it('has everything deleted, hears nothing, and comes back', async () => {
    const { chat, sees, week, tipsSeen } = month();
    await chat.say('delete my data');
    await chat.press('Yes, delete my data', await sees('Delete your data?'));
    await sees('Your data is deleted');
    const before = await chat.countCards();
    await week();
    expect(await chat.countCards()).to.equal(before);
    await chat.say('hello');
    await chat.press('Yes, write to me again', await sees('Shall I write to you again?'));
    await sees('Tips come again');
    const tips = await tipsSeen();
    await week();
    await sees('Something is in the way');
    expect((await tipsSeen()) - tips).to.equal(1);
  });
});
