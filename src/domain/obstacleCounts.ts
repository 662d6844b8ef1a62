import type { Obstacle } from './intent.ts';
import { hiddenParts } from './previewTold.ts';
import { LEAST_GROUP } from './smallGroups.ts';

/** People, each once in every part they belong to; only parts of at least one person. Not to be told as it is. */
export interface ObstacleCounts {
  readonly byKind: readonly { readonly obstacle: Obstacle; readonly people: number }[];
  readonly byGoal: readonly { readonly goal: string | undefined; readonly people: number }[];
}

/** What may be told: parts of at least ten people, most first. `isComplete`: nothing was left out. */
export interface ToldObstacles extends ObstacleCounts {
  readonly isComplete: boolean;
}

/**
 * The counts as they may be told: no part of fewer than ten people, and none that would give such a part away by subtraction. What is
 * left out of either list is two parts and ten people at least, or the whole list, so the one does not tell what the other hides.
 * Example: licence 40, policy 12, time 3 → only licence 40.
 */
export function toldObstacles({ byKind, byGoal }: ObstacleCounts): ToldObstacles {
  const kinds = told(byKind);
  const goals = told(byGoal);
  return { byKind: kinds, byGoal: goals, isComplete: kinds.length === byKind.length && goals.length === byGoal.length };
}

function told<Part extends { readonly people: number }>(parts: readonly Part[]): readonly Part[] {
  const hidden = hiddenParts(parts.map(({ people }) => people));
  return parts.filter(({ people }, place) => people >= LEAST_GROUP && !hidden.has(place)).sort((a, b) => b.people - a.people);
}
