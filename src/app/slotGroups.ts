/** A message and how long from now its send slot comes. */
export interface Slotted<Message> {
  readonly message: Message;
  readonly waitMs: number;
}

/**
 * Cuts messages into groups whose slots lie within `groupMs` of the group's first.
 *
 * @param messages with their slots, the waits growing.
 */
export function slotGroups<Message>(
  messages: readonly Slotted<Message>[],
  groupMs: number,
): readonly (readonly [Slotted<Message>, ...Slotted<Message>[]])[] {
  const groups: [Slotted<Message>, ...Slotted<Message>[]][] = [];
  for (const one of messages) {
    const open = groups.at(-1);
    if (open === undefined || one.waitMs - open[0].waitMs >= groupMs) groups.push([one]);
    else open.push(one);
  }
  return groups;
}
