import type { Browser, Locator } from 'playwright-core';

/** A Playground page with your personal chat open. All waits end by themselves and then fail the test with what was waited for. */
export interface Chat {
  /** Types a message and sends it. */
  say(text: string): Promise<void>;
  /** Waits until a card shows the text, and gives the newest such card. */
  waitForCard(text: string): Promise<Locator>;
  /** Waits until a message or card anywhere in the chat shows the text. */
  waitForText(text: string): Promise<void>;
  /** Presses the button with this title on the newest card that has it, or on `card`. */
  press(title: string, card?: Locator): Promise<void>;
  /** A double click on it. */
  pressTwice(title: string, card: Locator): Promise<void>;
  /** Fills the field with this label or placeholder on the newest card. */
  fill(label: string, text: string): Promise<void>;
  /** Opens the list with this label on `card` and takes the option with this title. */
  choose(label: string, option: string, card: Locator): Promise<void>;
  countCards(): Promise<number>;
  /** The text of every card, oldest first. */
  cardTexts(): Promise<readonly string[]>;
  /** Opens the page anew, as a person who presses F5. The Playground then shows an empty chat. */
  reload(): Promise<void>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const WITHIN_MS = 15_000;
const VIEW = { width: 1280, height: 900 };
const INPUT = '[contenteditable="true"][role="textbox"]';
const CARD = '.ac-adaptiveCard';

/** Opens the Playground at `url` and waits until one can type. Nothing outside this machine is asked for. */
export async function openChat(browser: Browser, url: string): Promise<Chat> {
  const page = await browser.newPage({ viewport: VIEW });
  page.setDefaultTimeout(WITHIN_MS);
  await page.route(
    (address) => address.hostname !== 'localhost' && address.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  const input = page.locator(INPUT).first();
  const cards = page.locator(CARD);
  /** The page tells the bot of the installation once it has found it; what is typed before that is lost. */
  const ready = async (load: () => Promise<unknown>): Promise<void> => {
    const installed = page.waitForResponse((response) => response.url().endsWith('/installation'));
    await Promise.all([installed, load()]);
    await input.waitFor();
  };
  await ready(() => page.goto(url));

  const buttonOf = async (title: string, card: Locator): Promise<Locator> => {
    const button = card.getByRole('button', { name: title, exact: true }).last();
    await button.scrollIntoViewIfNeeded();
    return button;
  };

  return {
    say: async (text) => {
      await input.click();
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
    },
    waitForCard: async (text) => {
      const card = cards.filter({ hasText: text }).last();
      await card.waitFor();
      return card;
    },
    waitForText: (text) => page.getByText(text).last().waitFor(),
    press: async (title, card = cards) => (await buttonOf(title, card)).click(),
    pressTwice: async (title, card) => (await buttonOf(title, card)).dblclick(),
    fill: async (label, text) => {
      const field = cards.last().getByLabel(label).or(cards.last().getByPlaceholder(label)).first();
      await field.fill(text);
    },
    choose: async (label, option, card) => {
      await card.getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    },
    countCards: () => cards.count(),
    cardTexts: () => cards.allInnerTexts(),
    reload: () => ready(() => page.reload()),
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
    close: () => page.close(),
  };
}
