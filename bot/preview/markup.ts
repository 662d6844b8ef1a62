/** HTML that is ready to stand in a page. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | undefined | readonly (Markup | undefined)[];

/** Writes HTML. Values are shown as the text they are; markup and lists of it are put in as they are, `undefined` as nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(parts.map((part, place) => part + shown(values[place])).join(''));
}

/** Text in a place that is neither markup nor an attribute: our own style and script. */
export const raw = (text: string): Markup => new Markup(text);

function shown(value: Piece): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(shown).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** JSON inside a script element: no text in it can end the element. */
export const jsonIn = (value: unknown): Markup => new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
