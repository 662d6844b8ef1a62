import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import type { Browser, Page } from 'playwright-core';
import type { Card } from '../../bot/cards/parts.ts';
import { hostConfig } from '../../bot/preview/hostConfig.ts';

/** How Teams shows a card: its colours, and the width the chat leaves for it. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly widthPx: number;
}

/** A narrow phone and a usual chat, in both themes. */
export const PHONE_PX = 320;
export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((theme) => [480, PHONE_PX].map((widthPx) => ({ theme, widthPx })));

/** What was noticed while a card was drawn in one look; every list is empty for a good card. */
export interface Findings {
  /** Complaints of the library while parsing and rendering, and errors of the page. */
  readonly complaints: readonly string[];
  /** Elements whose content is wider than they are, or cut off. */
  readonly cut: readonly string[];
  /** Buttons, links and inputs to which a screen reader could give no name, by their role, and inputs without a label. */
  readonly nameless: readonly string[];
  /** Names of all buttons and links, in reading order. */
  readonly buttons: readonly string[];
}

/** A browser page that draws cards the way Teams does. */
export interface CardPage {
  /** Draws the card alone, and says what is wrong with it. */
  show(card: Card | object, look: Look): Promise<Findings>;
  /** Presses a button of the card that was drawn last, and says what is wrong with what is seen now. */
  press(title: string): Promise<Findings>;
  /** Saves what was drawn last as PNG. */
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const HOST_CONFIGS = { light: hostConfig('light'), dark: hostConfig('dark') } as const;

/**
 * The library draws no button faces: these are plain outlined ones as in the Teams client, filled where the style is positive.
 * Where neither Segoe UI nor a font as narrow is installed, a wide one is narrowed, so that the same words fit on every machine.
 */
const PAGE = `<!doctype html><html lang="en"><title>Card</title><style>
  @font-face { font-family: Narrowed; src: local('DejaVu Sans'), local('Verdana'); size-adjust: 88%; }
  @font-face { font-family: Narrowed; font-weight: 600; src: local('DejaVu Sans Bold'), local('Verdana Bold'); size-adjust: 82%; }
  body { margin: 0; padding: 16px; background: var(--chat); width: fit-content; }
  .light { --chat: #f5f5f5; --line: #d1d1d1; --face: #ffffff; --ink: #242424; --alarm: #b10e1c; }
  .dark { color-scheme: dark; --chat: #141414; --line: #666666; --face: #292929; --ink: #ffffff; --alarm: #e37d80; }
  #card { box-sizing: border-box; border: 1px solid var(--line); border-radius: 4px; overflow: hidden; background: var(--face); }
  #card, #card * { font-family: 'Segoe UI', 'Open Sans', Narrowed, sans-serif !important; }
  .ac-pushButton { box-sizing: border-box; min-height: 32px; padding: 5px 12px; border: 1px solid var(--line); border-radius: 4px;
    background: var(--face); color: var(--ink); font-weight: 600; font-size: 14px; line-height: 20px; }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #ffffff; }
  .ac-pushButton.style-destructive { color: var(--alarm); }
  textarea.ac-input { box-sizing: border-box; font-size: 14px; background: var(--face); color: var(--ink); width: 100%; min-height: 64px; padding: 6px; border: 1px solid var(--line); border-radius: 4px; }
</style><body><div id="card"></div></body></html>`;

const LIBRARY = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');
const NAMED_ROLES: ReadonlySet<unknown> = new Set([
  'button',
  'link',
  'radio',
  'radiogroup',
  'checkbox',
  'combobox',
  'listbox',
  'textbox',
  'spinbutton',
]);
const PRESSED_ROLES: ReadonlySet<unknown> = new Set(['button', 'link']);

/** Opens an empty page. It asks nothing of the network. */
export async function openCardPage(browser: Browser): Promise<CardPage> {
  const page = await browser.newPage({ viewport: { width: 520, height: 400 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  await page.route('**', (route) => route.abort());
  await page.setContent(PAGE);
  await page.addScriptTag({ path: LIBRARY });
  const findings = async ({ complaints, unlabelled }: Drawn): Promise<Findings> => {
    const cut = await page.evaluate(cutElements);
    const named = await accessibleNames(page);
    return {
      complaints: [...complaints, ...errors],
      cut,
      nameless: [...named.filter(({ name }) => name === '').map(({ role }) => role), ...unlabelled],
      buttons: named.filter(({ role }) => PRESSED_ROLES.has(role)).map(({ name }) => name),
    };
  };
  return {
    show: async (card, look) => {
      errors.length = 0;
      return findings(await page.evaluate(draw, { card, look, config: HOST_CONFIGS[look.theme] }));
    },
    press: async (title) => {
      await page.getByRole('button', { name: title, exact: true }).click();
      return findings({ complaints: [], unlabelled: [] });
    },
    screenshot: async (path) => {
      await page.locator('body').screenshot({ path });
    },
    close: () => page.close(),
  };
}

interface Drawn {
  readonly complaints: readonly string[];
  readonly unlabelled: readonly string[];
}

/** Runs in the browser. Our own texts hold no markdown and escape that of others, so only the escapes are read. */
function draw({ card, look, config }: { card: object; look: Look; config: unknown }): Drawn {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = (globalThis as unknown as { AdaptiveCards: typeof AdaptiveCards })
    .AdaptiveCards;
  const context = new SerializationContext(Versions.v1_5);
  AdaptiveCard.onProcessMarkdown = (markdown, result) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = markdown.replace(/\\(?=[!-/:-@[-`{-~])/g, '');
    result.outputHtml = paragraph.outerHTML;
    result.didProcess = true;
  };
  const parsed = new AdaptiveCard();
  parsed.hostConfig = new HostConfig(config);
  // The library refuses every second valid language: its pattern keeps state between two cards.
  const { lang, ...rest } = card as { readonly lang?: string };
  parsed.parse(rest, context);
  const drawn = parsed.render();
  const host = document.getElementById('card');
  if (host === null) throw new TypeError('the page has no place for a card');
  document.body.className = look.theme;
  document.documentElement.lang = lang ?? '';
  host.style.width = `${look.widthPx}px`;
  host.replaceChildren(...(drawn === undefined ? [] : [drawn]));
  return {
    complaints: [
      ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message),
      ...parsed.validateProperties().validationEvents.map((event) => event.message),
      ...(drawn === undefined ? ['nothing was drawn'] : []),
    ],
    // A group of choices without a label is no group to the browser, so its name is not missed there.
    unlabelled: parsed
      .getAllInputs()
      .filter((input) => !input.label)
      .map((input) => `input ${input.id}`),
  };
}

/** Runs in the browser. Inline elements have no width of their own; their parents are measured. */
function cutElements(): readonly string[] {
  const host = document.getElementById('card');
  if (host === null) return ['the page has no place for a card'];
  const edge = host.getBoundingClientRect().right;
  return [...host.querySelectorAll<HTMLElement>('*')]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || getComputedStyle(element).display === 'inline') return false;
      return element.scrollWidth > element.clientWidth || box.right > edge || isCutBelow(element);
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.innerText.slice(0, 60)}`);

  function isCutBelow(element: HTMLElement): boolean {
    return getComputedStyle(element).overflowY !== 'visible' && element.scrollHeight > element.clientHeight;
  }
}

/** The names a screen reader would be given, as the browser computes them. */
async function accessibleNames(page: Page): Promise<readonly { readonly role: string; readonly name: string }[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  // The list is not in reading order once parts were shown or hidden; the tree is.
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inOrder = (id: string): typeof nodes => {
    const node = byId.get(id);
    return node === undefined ? [] : [node, ...(node.childIds ?? []).flatMap(inOrder)];
  };
  return nodes
    .filter((node) => node.parentId === undefined)
    .flatMap((root) => inOrder(root.nodeId))
    .filter((node) => !node.ignored && NAMED_ROLES.has(node.role?.value))
    .map((node) => ({ role: String(node.role?.value), name: String(node.name?.value ?? '').trim() }));
}
