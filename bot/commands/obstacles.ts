import { countObstacles, OBSTACLE_DAYS } from '../../src/app/obstacles.ts';
import type { ChosenGoal } from '../../src/domain/goal.ts';
import { habitDefinition } from '../../src/domain/habits.ts';
import { LEAST_GROUP } from '../../src/domain/smallGroups.ts';
import { english } from '../words/en.ts';
import { print, type Shell } from './shell.ts';

/** Says what stands in the way of how many people. */
export async function obstaclesCommand(shell: Shell, flags: { readonly json?: boolean }): Promise<number> {
  const { told, goals } = await shell.withApp('look', (app) => countObstacles(app)());
  const labels = labelsOf(goals);
  const document = {
    days: OBSTACLE_DAYS,
    byKind: told.byKind,
    byGoal: told.byGoal.map(({ goal, people }) => ({ goal: goal ?? null, people })),
    isComplete: told.isComplete,
  };
  print(shell, flags.json === true, document, [
    ...told.byKind.map(({ obstacle, people }) => `${english[`obstacle.${obstacle}`]}: ${people} people`),
    ...told.byGoal.map(({ goal, people }) => `In the way of ${nameOf(goal, labels)}: ${people} people`),
    told.isComplete
      ? closing(told.byKind.length)
      : `The rest is not told: it is of fewer than ${LEAST_GROUP} people, or would give away such a count.`,
  ]);
  return 0;
}

const closing = (count: number): string =>
  count === 0 ? `Nobody named an obstacle in the last ${OBSTACLE_DAYS} days.` : `That is all that was named in the last ${OBSTACLE_DAYS} days.`;

const labelsOf = (goals: readonly ChosenGoal[]): ReadonlyMap<string, string> =>
  new Map(goals.map(({ id, habit }) => [id, `${habitDefinition(habit).label} (goal ${id})`]));

const nameOf = (goal: string | undefined, labels: ReadonlyMap<string, string>): string =>
  goal === undefined ? 'tips that were asked for' : (labels.get(goal) ?? `goal ${goal}`);
