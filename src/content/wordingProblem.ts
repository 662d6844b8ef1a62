/** Wording that presses, blames, compares or frames a loss, and what to do instead (the nudge contract, "Wording"). */
const UNKIND: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\b(?:you(?:'ve| have)? (?:should|must|ought|need to|have to|got to)|you(?:'d| had) better)\b/i, instead: 'say what the reader can do' },
  { pattern: /\b(?:should|must|ought to)\b/i, instead: 'say what the reader can do' },
  {
    pattern: /\byou(?:'re| are)? (?:still )?(?:not|never|don't|didn't|haven't|hardly|rarely|seldom|did not|do not|have not|failed|forgot)\b/i,
    instead: 'leave out what was not done',
  },
  { pattern: /\b(?:blame|fault|ashamed?|shame|guilty?|lazy|embarrass\w*|disappoint\w*|careless)\b/i, instead: 'leave the judgement out' },
  {
    pattern:
      /\b(?:everyone else|everybody else|all the others|your (?:colleagues|peers|coworkers) already|(?:most|other) (?:people|colleagues|teams)|than (?:you|others|your (?:colleagues|peers))|below average|above average)\b/i,
    instead: 'speak of the reader alone',
  },
  { pattern: /\b(?:falling|fall|lagging|lag|left) behind\b/i, instead: 'leave the race out' },
  {
    pattern: /\b(?:miss(?:ing)? out|los(?:e|ing) (?:out|time|touch)|before it(?:'s| is) too late|last chance|don't wait)\b/i,
    instead: 'say what is gained',
  },
];

/**
 * Why a text may not stand on a card, or `undefined` when it may: it names the words found and what to do instead. English
 * only; straight and curly apostrophes count as the same.
 */
export function wordingProblem(text: string): string | undefined {
  const plain = text.replaceAll('’', "'");
  for (const { pattern, instead } of UNKIND) {
    const found = pattern.exec(plain)?.[0];
    if (found !== undefined) return `expected no pressure, guilt or comparison, got "${found}"; ${instead}`;
  }
  return undefined;
}

/** Words as a reader counts them: whatever stands between white space. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
