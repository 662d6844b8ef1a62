import { addGoal, dropGoal, type GoalStanding, listGoals } from '../../src/app/goals.ts';
import { absurd } from '../../src/domain/errors.ts';
import type { Audience, ChosenGoal } from '../../src/domain/goal.ts';
import { habitDefinition } from '../../src/domain/habits.ts';
import { LEAST_GROUP } from '../../src/domain/smallGroups.ts';
import { print, type Shell } from './shell.ts';

export interface GoalFlags {
  readonly habit: string;
  readonly department?: string;
  readonly persona?: string;
  readonly share: string;
  readonly by: string;
  readonly json?: boolean;
}

interface JsonFlag {
  readonly json?: boolean;
}

/** Chooses a habit to be nudged. */
export async function addGoalCommand(shell: Shell, flags: GoalFlags): Promise<number> {
  const { habit, department, persona, share, by } = flags;
  const goal = await shell.withApp('look', (app) => addGoal(app)({ habit, department, persona, share, by }));
  print(shell, flags.json === true, documentOf(goal), [
    `Goal ${goal.id}: ${sentenceOf(goal)}.`,
    'From the next cycle on it is part of the focus; what is no goal of these people stays silent unless they ask.',
  ]);
  return 0;
}

/** Shows the goals and how far they are. */
export async function listGoalsCommand(shell: Shell, flags: JsonFlag): Promise<number> {
  const standings = await shell.withApp('look', (app) => listGoals(app)());
  const goals = standings.map(({ goal, todayPercent, hasEnded }) => ({ ...documentOf(goal), todayPercent: todayPercent ?? null, hasEnded }));
  const lines = standings.length === 0 ? ['No goals: the default focus stands.'] : standings.map(lineOf);
  print(shell, flags.json === true, { goals }, lines);
  return 0;
}

/** Takes a goal away. */
export async function dropGoalCommand(shell: Shell, id: string, flags: JsonFlag): Promise<number> {
  const dropped = await shell.withApp('look', (app) => dropGoal(app)(id));
  print(shell, flags.json === true, { dropped }, ['Dropped. Where no goal is left, the default focus stands.']);
  return 0;
}

const documentOf = ({ id, habit, audience, share, byDay }: ChosenGoal) => ({ id, habit, audience, sharePercent: percentOf(share), by: byDay });

const percentOf = (share: number): number => Math.round(100 * share);

const sentenceOf = ({ habit, audience, share, byDay }: ChosenGoal): string =>
  `${habitDefinition(habit).label}: ${percentOf(share)} % of ${wordsOf(audience)} by ${byDay}`;

function lineOf({ goal, todayPercent, hasEnded }: GoalStanding): string {
  const today = todayPercent === undefined ? `today cannot be told (fewer than ${LEAST_GROUP} people known)` : `today ${todayPercent} %`;
  return `${goal.id}  ${sentenceOf(goal)}; ${today}${hasEnded ? '; its day has passed, it counts no more' : ''}`;
}

function wordsOf(audience: Audience): string {
  switch (audience.kind) {
    case 'everybody':
      return 'everybody';
    case 'department':
      return audience.department;
    case 'persona':
      return `people whose work is ${JSON.stringify(audience.persona)}`;
    default:
      return absurd(audience);
  }
}
