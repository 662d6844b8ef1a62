import { absurd } from '../domain/errors.ts';
import { deliveryId, type PersonId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Message, TipState } from '../domain/message.ts';
import type { WorkingTime } from '../domain/person.ts';
import { planMoments } from '../domain/planMoments.ts';
import { usualWorkingTime } from '../domain/workingTime.ts';
import type { DeliveryView, Response } from '../ports/deliveries.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { messageFor } from './messageFor.ts';
import { explain, stateAfter } from './tipState.ts';

/** A press on a tip's or a reminder's card. */
export type Press = Extract<
  Intent,
  { readonly kind: 'did-it' | 'plan-it' | 'plan-at' | 'in-the-way' | 'obstacle' | 'not-for-me' | 'why-me' | 'wrong' | 'back' | 'undo' }
>;

/**
 * What a press on a tip's or reminder's card comes to. The delivery must be the person's own, and its item still in force: anything else
 * is a card that is gone, on which only what was said can be taken back. A second press of the same button shows the same card and changes nothing.
 */
export const pressedOn =
  (deps: ConversationDeps) =>
  async (personId: PersonId, workingTime: WorkingTime | undefined, press: Press): Promise<Message> => {
    const view = await deps.db.stores.deliveries.get(press.delivery);
    if (view === undefined || view.personId !== personId) return { kind: 'card-gone' };
    const time = workingTime ?? usualWorkingTime(deps.settings.defaultZone);
    const isThere = messageFor(deps.settings, view.id, view.errand, time.zone) !== undefined;
    if (!isThere && press.kind !== 'undo') return { kind: 'card-gone' };
    const state = await stateFor(deps, time, view, press);
    return messageFor(deps.settings, view.id, view.errand, time.zone, state) ?? { kind: 'card-gone' };
  };

async function stateFor(deps: ConversationDeps, time: WorkingTime, view: DeliveryView, press: Press): Promise<TipState> {
  switch (press.kind) {
    case 'did-it':
      return note(deps, view, { kind: 'did-it' });
    case 'not-for-me':
      return note(deps, view, { kind: 'not-for-me' });
    case 'wrong':
      return note(deps, view, { kind: 'wrong' });
    case 'obstacle':
      return note(deps, view, { kind: 'obstacle', obstacle: press.obstacle, words: press.words });
    case 'plan-it':
      return { kind: 'choosing-plan', moments: planMoments(time, deps.system.clock.now(), deps.settings.holidays) };
    case 'plan-at':
      return planAt(deps, time, view, press);
    case 'in-the-way':
      return { kind: 'choosing-obstacle' };
    case 'undo':
      await deps.db.stores.deliveries.takeBack(view.personId, view.id, press.what);
      return stateAfter((await deps.db.stores.deliveries.get(view.id))?.responses ?? []);
    case 'back':
      return stateAfter(view.responses);
    case 'why-me': {
      const explanation = await explain(deps)(view.personId, view);
      return explanation === undefined ? stateAfter(view.responses) : { kind: 'explaining', explanation };
    }
    default:
      return absurd(press);
  }
}

/** Writes the answer unless it was given before; either way the card shows where things stand. */
async function note(deps: ConversationDeps, view: DeliveryView, response: Response): Promise<TipState> {
  const isNew = await deps.db.stores.deliveries.respond(view.personId, view.id, response, deps.system.clock.now());
  if (isNew) return stateAfter([...view.responses, response]);
  // Given before, perhaps by a press at the same moment: what is stored now counts.
  return stateAfter((await deps.db.stores.deliveries.get(view.id))?.responses ?? view.responses);
}

/** Plans the reminder for the moment picked, once until that moment has passed: the answer and its reminder are written together. */
async function planAt(deps: ConversationDeps, time: WorkingTime, view: DeliveryView, press: Extract<Press, { kind: 'plan-at' }>): Promise<TipState> {
  const now = deps.system.clock.now();
  const moments = planMoments(time, now, deps.settings.holidays);
  const chosen = moments.find((moment) => moment.moment === press.moment) ?? moments[0];
  const { errand } = view;
  if (chosen === undefined || !('item' in errand)) return stateAfter(view.responses);
  const planned = planIn(view.responses);
  if (planned !== undefined && planned.at > now) return planned;
  const reminder = { kind: 'reminder', item: errand.item } as const;
  const hasPlanned = await deps.db.transact(async ({ deliveries }) => {
    const isNew = await deliveries.respond(view.personId, view.id, { kind: 'planned', at: chosen.at }, now);
    if (isNew)
      await deliveries.add({
        id: deliveryId(deps.system.newId()),
        personId: view.personId,
        decisionId: undefined,
        errand: reminder,
        dueAt: chosen.at,
        expiresAt: chosen.endsAt,
        isTrial: false,
      });
    return isNew;
  });
  if (hasPlanned) return { kind: 'planned', at: chosen.at };
  // Planned by a press at the same moment: the moment stored is the one that reminds.
  return planIn((await deps.db.stores.deliveries.get(view.id))?.responses ?? []) ?? stateAfter(view.responses);
}

function planIn(responses: readonly Response[]): Extract<TipState, { kind: 'planned' }> | undefined {
  const planned = responses.find((response) => response.kind === 'planned');
  return planned === undefined ? undefined : { kind: 'planned', at: planned.at };
}
