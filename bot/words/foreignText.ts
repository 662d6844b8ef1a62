/** Longer texts from outside are cut: a name or a contact is never this long. */
const LONGEST = 600;

/**
 * Text from outside, on one line and at most 600 characters, the last one `…` where it was cut. Control characters, marks
 * that turn the reading direction and broken surrogates go.
 */
export function oneLine(text: string): string {
  const flat = text
    .slice(0, LONGEST * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...flat];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : flat;
}

/** For places without markdown. Angle brackets go too: `speak` may be read as SSML, a toast as HTML. */
export function plainOf(text: string): string {
  return oneLine(text)
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/&(?=#?\w+;)/g, '& ');
}

/**
 * For places that read Teams' markdown: shows the text itself. Angle brackets become look-alikes, because clients differ in
 * whether an escaped `<at>` is a mention; the rest is escaped with a backslash.
 */
export function markdownOf(text: string): string {
  return plainOf(text)
    .replace(/[\\*_[\]`~#|]/g, '\\$&')
    .replace(/^([-+])(?=\s)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
}
