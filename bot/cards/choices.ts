import { OFTEN, type Often } from '../../src/domain/intent.ts';
import { PERSONAS, type Persona } from '../../src/domain/persona.ts';
import type { Topic } from '../../src/domain/topic.ts';
import type { Words } from '../words/words.ts';
import type { Block } from './parts.ts';

/** The names of the inputs, merged by the client into the data of the press. */
export const OFTEN_INPUT = 'often';
export const PERSONA_INPUT = 'persona';
export const TOPICS_INPUT = 'topics';
export const LANGUAGE_INPUT = 'language';
/** The choice that leaves it to the coach, from title and department. */
export const GUESS = 'guess';

type Option = readonly [value: string, title: string];

/** A list to open and choose one from. */
export function chooseOne(id: string, label: string, options: readonly Option[], value: string): Block {
  return { type: 'Input.ChoiceSet', id, label, style: 'compact', wrap: true, value, choices: options.map(choiceOf) };
}

/** Boxes to tick. */
export function chooseSome(id: string, label: string, options: readonly Option[], values: readonly string[]): Block {
  const choices = options.map(choiceOf);
  return { type: 'Input.ChoiceSet', id, label, style: 'expanded', isMultiSelect: true, wrap: true, value: values.join(','), choices };
}

const choiceOf = ([value, title]: Option) => ({ title, value });

export const oftenChoice = (often: Often, words: Words): Block =>
  chooseOne(
    OFTEN_INPUT,
    words.plain('settings.often'),
    OFTEN.map((one) => [one, words.plain(`settings.often.${one}`)]),
    often,
  );

export const personaChoice = (persona: Persona | undefined, words: Words): Block =>
  chooseOne(
    PERSONA_INPUT,
    words.plain('settings.persona'),
    [[GUESS, words.plain('settings.persona.guess')], ...PERSONAS.map((one) => [one, words.plain(`persona.${one}`)] as const)],
    persona ?? GUESS,
  );

export const topicOptions = (offered: readonly Topic[], words: Words): readonly Option[] =>
  offered.map((topic) => [topic, words.plain(`topic.${topic}`)]);
