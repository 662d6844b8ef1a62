import type { Content, ItemId, Lessons } from './item.ts';

/** A pack as it is read. */
export interface Pack {
  readonly content: Content;
  readonly lessons: Lessons;
}

/**
 * The pack without what was withdrawn, in its order. A lesson goes with the question it ends with. A question whose lesson was withdrawn
 * stays for those who read it, and one whose tip was withdrawn no longer leads there.
 */
export function inForce<P extends Pack>(pack: P, withdrawn: Pick<ReadonlySet<ItemId>, 'size' | 'has'>): P {
  if (withdrawn.size === 0) return pack;
  const isOut = (id: ItemId | undefined): boolean => id !== undefined && withdrawn.has(id);
  const { lessons, questions } = pack.lessons;
  return {
    ...pack,
    content: new Map([...pack.content].filter(([, { id }]) => !isOut(id))),
    lessons: {
      lessons: new Map([...lessons].filter(([, { id, question }]) => !isOut(id) && !isOut(question))),
      questions: new Map(
        [...questions]
          .filter(([, { id }]) => !isOut(id))
          .map(([id, question]) => [id, isOut(question.tip) ? { ...question, tip: undefined } : question]),
      ),
    },
  };
}
