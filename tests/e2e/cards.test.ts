import { mkdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { cardOf } from '../../bot/cards/activity.ts';
import { MESSAGES } from '../bot/cards/messages.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CardPage, type Findings, LOOKS, openCardPage, PHONE_PX } from '../support/cardPage.ts';

const PICTURES = 'tests/.out/cards';
const WELL: Omit<Findings, 'buttons'> = { complaints: [], cut: [], nameless: [] };

describe('the cards, drawn in a browser as Teams draws them', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: CardPage;

  before(async () => {
    await mkdir(PICTURES, { recursive: true });
    browser = await launchBrowser();
    page = await openCardPage(browser);
  });
  after(async () => {
    await page?.close();
    await browser?.close();
  });

  for (const [name, message] of Object.entries(MESSAGES)) {
    it(`are whole, named and without complaint in light and dark, on a phone and in a chat: ${name}`, async () => {
      const card = cardOf(message);
      const all = titlesOf(card);
      const seen = titlesOf(card, false);
      for (const look of LOOKS) {
        const where = `${look.theme} ${look.widthPx} px`;
        const { buttons, ...rest } = await page.show(card, look);
        expect(rest, where).to.deep.equal(WELL);
        expect(buttons, where).to.deep.equal(seen);
        await page.screenshot(`${PICTURES}/${name}.${look.theme}-${look.widthPx}.png`);
        if (seen.length === all.length) continue;
        expect(await page.press('More'), where).to.deep.equal({ ...WELL, buttons: all });
        await page.screenshot(`${PICTURES}/${name}.${look.theme}-${look.widthPx}-more.png`);
      }
    });
  }

  describe('would be found out when', () => {
    const phone = { theme: 'light', widthPx: PHONE_PX } as const;
    const faulty: readonly (readonly [what: string, found: keyof typeof WELL, body: readonly object[]])[] = [
      ['an element is unknown', 'complaints', [{ type: 'Rating', value: 3 }]],
      ['a value is not allowed', 'complaints', [{ type: 'TextBlock', text: 'Hello', size: 'Enormous' }]],
      ['a text does not wrap', 'cut', [{ type: 'TextBlock', text: 'far too long for one line '.repeat(4) }]],
      ['a word is wider than a phone', 'cut', [{ type: 'FactSet', facts: [{ title: 'A', value: 'w'.repeat(80) }] }]],
      ['the title of a button is wider than a phone', 'cut', [submit('An answer that goes on and on for longer than a phone is wide')]],
      ['a button has no title', 'nameless', [submit('')]],
      ['a text field has no label', 'nameless', [{ type: 'Input.Text', id: 'words' }]],
      ['a choice has no label', 'nameless', [{ type: 'Input.ChoiceSet', id: 'choice', style: 'expanded', choices: [{ title: 'Yes', value: 'y' }] }]],
    ];
    for (const [what, found, body] of faulty) {
      it(what, async () => {
        expect((await page.show({ type: 'AdaptiveCard', version: '1.4', body }, phone))[found]).to.not.deep.equal([]);
      });
    }
  });
});

function submit(title: string): object {
  return { type: 'ActionSet', actions: [{ type: 'Action.Submit', title }] };
}

/** Titles of all buttons of a card, in reading order, with those that are folded or without. */
function titlesOf(value: unknown, withFolded = true): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => titlesOf(entry, withFolded));
  if (typeof value !== 'object' || value === null) return [];
  if (!withFolded && 'isVisible' in value && value.isVisible === false) return [];
  if ('type' in value && typeof value.type === 'string' && value.type.startsWith('Action.'))
    return 'title' in value && typeof value.title === 'string' ? [value.title] : [];
  return Object.values(value).flatMap((entry) => titlesOf(entry, withFolded));
}
