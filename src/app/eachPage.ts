import type { PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { giveWay } from '../giveWay.ts';
import type { People } from '../ports/stores.ts';

/** Small, because a page's reading and reckoning is one stretch of work: at 1,000 a card press waited 100 ms for it. */
const PAGE_PEOPLE = 200;

/** Walks all people in id order, a page of at most 200 at a time, so that memory stays flat and requests get their turn between pages. */
export async function eachPage(people: People, onPage: (page: readonly Person[]) => Promise<void>): Promise<void> {
  let after: PersonId | undefined;
  for (;;) {
    const page = await people.page(after, PAGE_PEOPLE);
    const last = page.at(-1);
    if (last === undefined) return;
    await onPage(page);
    await giveWay();
    after = last.personId;
  }
}
