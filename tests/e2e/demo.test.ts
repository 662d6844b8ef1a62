import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type Demo, runDemo } from '../../bot/demo/runDemo.ts';
import { YOU } from '../../bot/demo/you.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { jsonLog } from '../../src/system.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Chat, openChat } from '../support/playground.ts';

const PICTURES = 'tests/.out';

describe('the demo, in a browser', function () {
  this.timeout(120_000);
  let folder: string;
  let demo: Demo;
  let browser: Browser;
  let chat: Chat;
  let said = '';

  before(async () => {
    await mkdir(PICTURES, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'coach-demo-'));
    const io = {
      out: (text: string) => {
        said += text;
      },
      err: () => undefined,
    };
    [browser, demo] = await Promise.all([
      launchBrowser(),
      runDemo({ folder, log: jsonLog('warn'), io, progress: silentProgress, opensBrowser: false }),
    ]);
    chat = await openChat(browser, demo.playground.url);
  });
  after(async () => {
    await chat?.close();
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true });
  });

  const responses = async () => (await demo.app.db.stores.personalData.facts(YOU.personId)).find((fact) => fact.what === 'answers')?.count ?? 0;
  const tipCards = async () =>
    (await chat.cardTexts()).filter((text) => text.includes('Something is in the way') || text.includes('Good to hear')).length;

  it('tells at the terminal what happened and where to click', () => {
    expect(said)
      .to.match(/\d+ messages were sent/)
      .and.contain(demo.playground.url);
    expect(demo.tenant.receivedCount()).to.be.above(50);
  });

  it('welcomes the person who opens the chat', async () => {
    await chat.waitForCard('Good to meet you');
    await chat.screenshot(`${PICTURES}/1-welcome.png`);
  });

  it('sends a tip of its own accord when a week has passed', async () => {
    await chat.say('next week');
    await chat.waitForCard('Something is in the way');
    await chat.screenshot(`${PICTURES}/2-tip.png`);
    expect(await tipCards()).to.equal(1);
  });

  it('takes "Did it" once, however often it is pressed', async () => {
    const card = await chat.waitForCard('Something is in the way');
    await chat.pressTwice('Did it', card);
    await chat.waitForCard('Good to hear');
    await chat.screenshot(`${PICTURES}/3-did-it.png`);
    expect(await tipCards()).to.equal(1);
    expect(await responses()).to.equal(1);
  });

  it('sends nothing in a week that is paused', async () => {
    await chat.say('pause');
    await chat.waitForCard('Paused');
    await demo.nextWeek();
    expect(await tipCards()).to.equal(1);
  });

  it('says well done when the new reports show the behaviour', async () => {
    await chat.say('resume');
    await chat.waitForCard('Tips come again');
    await demo.nextWeek();
    await chat.waitForCard('Well done');
    await chat.screenshot(`${PICTURES}/4-well-done.png`);
  });

  it('explains, plans, takes obstacles and a no on the card itself', async () => {
    await chat.press('More');
    await chat.press('Why me?');
    await chat.waitForCard('Only you see this');
    await chat.screenshot(`${PICTURES}/5-why.png`);
    await chat.press('Back to the tip');
    await chat.press('Plan it');
    await chat.waitForCard('When does it suit you?');
    await chat.screenshot(`${PICTURES}/6-plan.png`);
    await chat.press('Back to the tip');
    await chat.press('Something is in the way');
    await chat.waitForCard('What is in the way?');
    await chat.screenshot(`${PICTURES}/7-obstacle.png`);
    await chat.press('Back to the tip');
    await chat.press('More');
    await chat.press('Not for me');
    await chat.waitForCard('This tip will not come again');
    await chat.screenshot(`${PICTURES}/8-not-for-me.png`);
  });

  it('gives a tip on asking, helps, and answers what it does not know', async () => {
    await chat.say('tip');
    await chat.waitForCard('You asked for a tip');
    await chat.say('help');
    await chat.waitForCard('What I can do');
    await chat.screenshot(`${PICTURES}/9-help.png`);
    await chat.say('what is the weather like?');
    await chat.waitForCard('I found nothing on that');
  });

  it('finds what is asked for in plain words', async () => {
    await chat.say('How do I share a file with a colleague?');
    await chat.press('Show this tip', await chat.waitForCard('This may help'));
    await chat.waitForCard('You asked for a tip');
  });

  it('quizzes on asking, and says why', async () => {
    await chat.say('quiz');
    const question = await chat.waitForCard('A quick question');
    await question.getByRole('radio').first().click();
    await chat.press('Answer', question);
    await chat.waitForCard('I keep it for a quiz from');
    await chat.screenshot(`${PICTURES}/12-quiz.png`);
  });

  it('shows one’s own weeks, and the settings, and keeps them', async () => {
    await chat.say('progress');
    await chat.waitForCard('Your own weeks');
    await chat.screenshot(`${PICTURES}/13-progress.png`);
    await chat.say('settings');
    const settings = await chat.waitForCard('Your settings');
    await settings.getByRole('checkbox').first().click();
    await chat.press('Save', settings);
    await chat.waitForCard('It holds from now on');
    await chat.screenshot(`${PICTURES}/14-settings.png`);
  });

  it('reminds of a plan when its moment comes, once', async () => {
    await chat.say('tip');
    await chat.press('Plan it', await chat.waitForCard('You asked for a tip'));
    const moments = await chat.waitForCard('When does it suit you?');
    await moments.getByRole('button').first().click();
    await chat.waitForCard('It is planned');
    await demo.nextWeek();
    await chat.waitForCard('You planned this for now');
    await chat.screenshot(`${PICTURES}/11-reminder.png`);
    await demo.nextWeek();
    expect((await chat.cardTexts()).filter((text) => text.includes('You planned this for now'))).to.have.length(1);
  });

  it('deletes everything, keeps silent, and comes back when asked', async () => {
    await chat.say('delete my data');
    await chat.press('Yes, delete my data', await chat.waitForCard('Delete your data?'));
    await chat.waitForCard('Your data is deleted');
    expect(await responses()).to.equal(0);
    const before = await chat.countCards();
    await demo.nextWeek();
    expect(await chat.countCards()).to.equal(before);
    await chat.say('help');
    await chat.press('Yes, write to me again', await chat.waitForCard('Shall I write to you again?'));
    await chat.waitForCard('Tips come again');
    await chat.screenshot(`${PICTURES}/10-back.png`);
  });
});
