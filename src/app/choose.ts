import { absurd } from '../domain/errors.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Intent, Often } from '../domain/intent.ts';
import type { Language } from '../domain/language.ts';
import type { Message, ShownChoice } from '../domain/message.ts';
import { type Choice, DEFAULT_CHOICE, type Person, zoneOf } from '../domain/person.ts';
import { personaOf } from '../domain/persona.ts';
import { DAY_MS, dayIn, later } from '../domain/time.ts';
import { topicsFor } from '../domain/topic.ts';
import type { ConversationDeps } from './conversationDeps.ts';

const PAUSE_DAYS = 30;

type Wish = 'pause' | 'resume' | 'fewer' | 'weekly' | 'never';

/** A person says with one word or press how often they want to hear from the coach. */
export async function choose(deps: ConversationDeps, personId: PersonId, wish: Wish): Promise<Extract<Message, { kind: 'setting' }>> {
  const person = await deps.db.stores.people.get(personId);
  const choice = person?.choice ?? DEFAULT_CHOICE;
  const zone = zoneOf(person, deps.settings.defaultZone);
  const until = pausedUntil(deps, choice);
  const stillPaused = until === undefined ? undefined : dayIn(zone, until);
  switch (wish) {
    case 'pause': {
      // Who stopped everything has more than a pause already.
      if (choice.hasOptedOut) return { kind: 'setting', setting: { kind: 'never' } };
      const end = later(deps.system.clock.now(), PAUSE_DAYS * DAY_MS);
      await keep(deps, personId, { ...choice, pausedUntil: end });
      return { kind: 'setting', setting: { kind: 'paused', until: dayIn(zone, end) } };
    }
    case 'resume':
      await keep(deps, personId, { ...choice, pausedUntil: undefined, hasOptedOut: false });
      return { kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: choice.cadenceWeeks } };
    case 'fewer':
    case 'weekly': {
      const cadenceWeeks = wish === 'fewer' ? 2 : 1;
      await keep(deps, personId, { ...choice, cadenceWeeks, hasOptedOut: false });
      return { kind: 'setting', setting: { kind: 'cadence', cadenceWeeks, stillPaused } };
    }
    case 'never':
      await keep(deps, personId, { ...choice, pausedUntil: undefined, hasOptedOut: true });
      return { kind: 'setting', setting: { kind: 'never' } };
    default:
      return absurd(wish);
  }
}

/** What a person set, ready to be changed. */
export const showSettings =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => ({ kind: 'settings', shown: shownOf(deps, await deps.db.stores.people.get(personId)) });

/** Keeps everything a settings card was sent with; what it does not say stays as it is. */
export const saveSettings =
  (deps: ConversationDeps) =>
  async (personId: PersonId, { often, persona, topics }: Extract<Intent, { kind: 'save-settings' }>): Promise<Message> => {
    const { people } = deps.db.stores;
    const person = await people.get(personId);
    const before = person?.choice ?? DEFAULT_CHOICE;
    const choice: Choice = {
      ...(often === undefined ? before : withOften(deps, before, often)),
      persona: persona === undefined ? before.persona : persona === 'guess' ? undefined : persona,
      topics: topics ?? before.topics,
    };
    await keep(deps, personId, choice);
    return { kind: 'settings-saved', shown: shownOf(deps, await people.get(personId)) };
  };

/** Which language a person would like; it is kept also while the coach does not speak it. */
export const chooseLanguage =
  (deps: ConversationDeps) =>
  async (personId: PersonId, language: Language | undefined): Promise<Message> => {
    const choice = (await deps.db.stores.people.get(personId))?.choice ?? DEFAULT_CHOICE;
    if (language === undefined) return { kind: 'language', wish: choice.language, isSaved: false };
    await keep(deps, personId, { ...choice, language });
    return { kind: 'language', wish: language, isSaved: true };
  };

/** Stores the choice, and takes back what it forbids. */
async function keep(deps: ConversationDeps, personId: PersonId, choice: Choice): Promise<void> {
  const { people, deliveries } = deps.db.stores;
  await people.choose(personId, choice);
  if (choice.hasOptedOut) await deliveries.dropPlanned(personId, 'opted-out', 'proactive');
  else if (pausedUntil(deps, choice) !== undefined) await deliveries.dropPlanned(personId, 'paused', 'proactive');
}

/** The end of a pause that is not over. */
function pausedUntil(deps: ConversationDeps, { pausedUntil: until }: Choice): Choice['pausedUntil'] {
  return until !== undefined && until > deps.system.clock.now() ? until : undefined;
}

function withOften(deps: ConversationDeps, before: Choice, often: Often): Choice {
  switch (often) {
    case 'weekly':
      return { ...before, cadenceWeeks: 1, pausedUntil: undefined, hasOptedOut: false };
    case 'fewer':
      return { ...before, cadenceWeeks: 2, pausedUntil: undefined, hasOptedOut: false };
    case 'pause': {
      // A pause that runs keeps its end, so that looking at the settings does not make it longer.
      const until = pausedUntil(deps, before) ?? later(deps.system.clock.now(), PAUSE_DAYS * DAY_MS);
      return { ...before, pausedUntil: until, hasOptedOut: false };
    }
    case 'never':
      return { ...before, pausedUntil: undefined, hasOptedOut: true };
    default:
      return absurd(often);
  }
}

function shownOf(deps: ConversationDeps, person: Person | undefined): ShownChoice {
  const choice = person?.choice ?? DEFAULT_CHOICE;
  const until = pausedUntil(deps, choice);
  return {
    often: choice.hasOptedOut ? 'never' : until !== undefined ? 'pause' : choice.cadenceWeeks === 2 ? 'fewer' : 'weekly',
    pausedUntil: until === undefined ? undefined : dayIn(zoneOf(person, deps.settings.defaultZone), until),
    persona: choice.persona,
    guessed: personaOf({ jobTitle: person?.jobTitle, department: person?.department }),
    topics: choice.topics,
    offered: topicsFor(person?.services ?? []),
  };
}
