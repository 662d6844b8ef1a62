import type { PersonId } from '../domain/ids.ts';
import type { Pack } from '../domain/inForce.ts';
import type { ItemId } from '../domain/item.ts';
import type { Message } from '../domain/message.ts';
import { search, searchIndex } from '../domain/search.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { loadLearner } from './learner.ts';
import { openLesson } from './lesson.ts';
import { beginSitting } from './quiz.ts';
import { tellTip } from './showTip.ts';

/** Answers words no command matches, by what of the pack is in force. The whole pack is read once, when it is made. */
export function finder(deps: ConversationDeps): (personId: PersonId, text: string, current: Pack) => Promise<Message> {
  const { content, lessons, isDemo, support } = deps.settings;
  const index = searchIndex(content, lessons);
  return async (personId, text, current) => {
    const person = await deps.db.stores.people.get(personId);
    const found = search(index, text, person?.services ?? [], MOST_FOUND, (id) => isIn(current, id));
    return found.length === 0 ? { kind: 'not-understood', isDemo, support } : { kind: 'found', found };
  };
}

const MOST_FOUND = 3;

const isIn = ({ content, lessons: { lessons, questions } }: Pack, id: ItemId): boolean => content.has(id) || lessons.has(id) || questions.has(id);

/** Shows what was found: a tip, a lesson or a question. Asked for, so never counted against the week. */
export const openItem =
  (deps: ConversationDeps) =>
  async (personId: PersonId, item: string): Promise<Message> => {
    const { content, lessons } = deps.settings;
    const tip = content.get(item);
    if (tip !== undefined) return (await tellTip(deps)(personId, tip.id, tip.signals[0], undefined)) ?? { kind: 'card-gone' };
    const lesson = lessons.lessons.get(item);
    if (lesson !== undefined) return openLesson(deps, personId, lesson);
    const question = lessons.questions.get(item);
    return question === undefined ? { kind: 'card-gone' } : beginSitting(deps, personId, [question], await loadLearner(deps)(personId));
  };
