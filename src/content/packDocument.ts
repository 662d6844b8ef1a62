import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

/** A place in a pack: field names and, in lists, numbers from 0. */
export type Path = readonly PropertyKey[];

/** A YAML text that was read, or why it could not be. */
export type PackDocument =
  | { readonly kind: 'read'; readonly value: unknown; readonly lineOf: (path: Path) => number }
  | { readonly kind: 'unreadable'; readonly problems: readonly { readonly line: number; readonly message: string }[] };

/**
 * Reads one YAML 1.2 document (core schema). Aliases and tags are refused: a pack is plain text, every value written where it
 * stands. `lineOf` gives the line, from 1, of what stands at a path, and of the nearest thing around it when nothing does.
 */
export function packDocument(text: string): PackDocument {
  const lineCounter = new LineCounter();
  // Quiet about odd keys: they are told as unknown fields, and not on standard error.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  const problems = [...document.errors, ...document.warnings].map(({ message, pos: [start] }) => ({
    line: lineAt(start),
    message: `expected YAML, got this: ${message}; mend the line (a text that holds ": " or " #" stands in quotes)`,
  }));
  visit(document, {
    // Left in, an alias could name what is not there, or unfold to any length.
    Alias: (_key, alias) => {
      const line = lineAt(alias.range?.[0] ?? 0);
      problems.push({ line, message: `expected every value written out, got the alias "*${alias.source}"; write the value here` });
    },
  });
  if (problems.length > 0) return { kind: 'unreadable', problems };
  return { kind: 'read', value: document.toJS(), lineOf: (path) => lineAt(offsetOf(document.contents, path)) };
}

function offsetOf(contents: unknown, path: Path): number {
  let node = contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      offset = startOf(pair?.key) ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
