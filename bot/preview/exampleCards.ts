import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Example } from '../../src/domain/previewExamples.ts';
import { cardOf } from '../cards/activity.ts';
import { type CardTheme, hostConfig } from './hostConfig.ts';
import { html, jsonIn, type Markup, raw } from './markup.ts';

const THEMES: readonly CardTheme[] = ['light', 'dark'];

/** Cards as the coach would send them, with a place for each look; the script below draws them. Read as text where there is no script. */
export function exampleFigures(examples: readonly Example[]): Markup {
  return html`<div class="cards">${examples.map(
    ({ name, occasion, message }, place) => html`<figure>
<figcaption>${occasion === 'first' ? html`<b>${name}</b> gets the very first card. It also says who is writing and how to stop it.` : html`<b>${name}</b>, in a later week.`}</figcaption>
<div class="chat">${THEMES.map((theme) => html`<div class="face ${theme}" data-card="${place}" data-theme="${theme}"><noscript>${cardOf(message).speak}</noscript></div>`)}</div>
</figure>`,
  )}</div>`;
}

/** Microsoft's own renderer and what it draws, inside the page so that nothing is fetched. */
export function exampleScripts(examples: readonly Example[]): Markup {
  const cards = examples.map(({ message }) => cardOf(message));
  const configs = { light: hostConfig('light'), dark: hostConfig('dark') };
  return html`<script>${raw(library())}</script>
<script type="application/json" id="cards">${jsonIn({ cards, configs })}</script>
<script>${raw(DRAW)}</script>`;
}

/** The licence's notice comes first in the file; the map of its source is not there. */
function library(): string {
  const path = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  return readFileSync(path, 'utf8')
    .replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, '')
    .replaceAll('</script', '<\\/script');
}

/**
 * Draws every card in its places. Our own texts hold no markdown and escape that of others, so only the escapes are read. The library
 * refuses every second valid language: its pattern keeps state between two cards. Buttons are for the eye: nothing is there to answer.
 */
const DRAW = `(() => {
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  const { cards, configs } = JSON.parse(document.getElementById('cards').textContent);
  AdaptiveCard.onProcessMarkdown = (markdown, result) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = markdown.replace(/\\\\(?=[!-/:-@[-\`{-~])/g, '');
    result.outputHtml = paragraph.outerHTML;
    result.didProcess = true;
  };
  for (const place of document.querySelectorAll('[data-card]')) {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(configs[place.dataset.theme]);
    card.onExecuteAction = () => undefined;
    const { lang, ...rest } = cards[Number(place.dataset.card)];
    card.parse(rest);
    const drawn = card.render();
    if (drawn === undefined) continue;
    for (const button of drawn.querySelectorAll('button, a, [tabindex]')) {
      button.setAttribute('tabindex', '-1');
      button.setAttribute('aria-disabled', 'true');
    }
    drawn.removeAttribute('tabindex');
    place.replaceChildren(drawn);
  }
})();`;
