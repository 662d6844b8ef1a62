import type { PersonId } from './ids.ts';
import type { AnswerOption, Question } from './item.ts';
import { unit } from './random.ts';

/** An option as a card shows it. A press names `place`: the option's place in the pack, from 0, whatever the order shown. */
export interface ShownOption {
  readonly place: number;
  readonly option: AnswerOption;
}

/**
 * A question's options in the order one person sees them this time, every order as likely as any other.
 *
 * @param occasion names this asking and stays the same however often its card is drawn: the delivery's id.
 */
export function shownOptions(question: Question, person: PersonId, occasion: string): readonly ShownOption[] {
  return question.options
    .map((option, place) => ({ place, option, draw: unit(person, question.id, occasion, String(place)) }))
    .sort((one, other) => one.draw - other.draw || one.place - other.place)
    .map(({ place, option }) => ({ place, option }));
}

/** The option a press means, by its place in the pack; `undefined` for one that is not there, or no longer. */
export function chosenOption(question: Question, place: number): AnswerOption | undefined {
  return question.options[place];
}
