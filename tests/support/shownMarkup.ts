/** What of `activity` (or an answer's body) a client would read as markup, wherever it stands; nothing where all is well. */
export function shownMarkup(activity: unknown): readonly string[] {
  return [...strings(activity)].flatMap(({ key, text }) => {
    if (/[<>]/.test(text)) return [`${key}: ${text}`];
    // In what is read as markdown, an escaped character is no markup; elsewhere a link's form means nothing.
    const isMarkdown = READ_AS_MARKDOWN.has(key);
    return isMarkdown && /\[[^\]]*\]\(|`|\*\*|~~/.test(text.replace(/\\./gs, '')) ? [`${key}: ${text}`] : [];
  });
}

/** Of a card: TextBlocks and facts; of an activity: its text. */
const READ_AS_MARKDOWN: ReadonlySet<string> = new Set(['text', 'title', 'value']);

function* strings(value: unknown, key = ''): Generator<{ readonly key: string; readonly text: string }> {
  if (typeof value === 'string') yield { key, text: value };
  else if (Array.isArray(value)) for (const one of value) yield* strings(one, key);
  else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) yield* strings(one, name);
}
