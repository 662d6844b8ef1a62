import type { Part } from './delivery.ts';

export async function repliesPart(): Promise<Part> {
  return { figures: [], wrong: [], notes: [] };
}
