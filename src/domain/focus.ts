import { absurd } from './errors.ts';
import type { Audience, ChosenGoal, Goal } from './goal.ts';
import { type Person, personaFor } from './person.ts';
import type { Day } from './time.ts';
import { goalOfTopic } from './topic.ts';

/**
 * The focus of each person: first the topics they chose themselves, which is asking for them; then the goals of their department, else
 * of what they mostly do, else of everybody, else `fallback` (reference "What a nudge obeys", §1.11). A goal counts until its day,
 * that day included. Nothing here rests on the reports, so it is the same while names are concealed.
 *
 * @param goals in the order they were made.
 */
export function focusOf(goals: readonly ChosenGoal[], fallback: readonly Goal[], today: Day): (person: Person) => readonly Goal[] {
  const focuses = new Map<string, Goal[]>();
  for (const { id, habit, audience, byDay } of goals) {
    if (byDay < today) continue;
    const key = audienceKey(audience);
    focuses.set(key, [...(focuses.get(key) ?? []), { id, habits: [habit] }]);
  }
  const forEverybody = focuses.get(audienceKey({ kind: 'everybody' })) ?? fallback;
  const hasPersonas = goals.some(({ audience }) => audience.kind === 'persona');
  const ofAudience = (person: Person): readonly Goal[] => {
    const { department } = person;
    const ofDepartment = department === undefined ? undefined : focuses.get(audienceKey({ kind: 'department', department }));
    if (ofDepartment !== undefined) return ofDepartment;
    // What somebody mostly does is guessed from words, so it is only asked for where it matters.
    return (hasPersonas ? focuses.get(audienceKey({ kind: 'persona', persona: personaFor(person) })) : undefined) ?? forEverybody;
  };
  return (person) => {
    const { topics } = person.choice;
    return topics.length === 0 ? ofAudience(person) : [...topics.map(goalOfTopic), ...ofAudience(person)];
  };
}

/** An audience as one text, the same for the same audience: `everybody`, `department:Sales`, `persona:leading`. */
export function audienceKey(audience: Audience): string {
  switch (audience.kind) {
    case 'everybody':
      return 'everybody';
    case 'department':
      return `department:${audience.department}`;
    case 'persona':
      return `persona:${audience.persona}`;
    default:
      return absurd(audience);
  }
}

/** Whether the person belongs to the audience. */
export function isIn(audience: Audience, person: Person): boolean {
  switch (audience.kind) {
    case 'everybody':
      return true;
    case 'department':
      return person.department === audience.department;
    case 'persona':
      return personaFor(person) === audience.persona;
    default:
      return absurd(audience);
  }
}
