import type { PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { giveWay } from '../giveWay.ts';
import type { Pages, People } from '../ports/stores.ts';

interface Walked {
  readonly stores: { readonly people: Pick<People, 'page'> };
  readonly pages: Pages;
}

/**
 * Walks all people, page by page in id order, so that memory stays flat and requests get their turn between pages. Where the database
 * works beside this process several pages are in work at once. The first failure ends the walk, once what is in work has ended.
 */
export async function eachPage({ stores, pages }: Walked, onPage: (page: readonly Person[]) => Promise<void>): Promise<void> {
  const inWork = new Set<Promise<void>>();
  let after: PersonId | undefined;
  try {
    for (;;) {
      const page = await stores.people.page(after, pages.people);
      const last = page.at(-1);
      if (last === undefined) break;
      const work: Promise<void> = onPage(page).then(() => void inWork.delete(work));
      work.catch(() => {}); // told by the race or at the end, perhaps not at once
      inWork.add(work);
      if (inWork.size >= pages.atOnce) await Promise.race(inWork);
      await giveWay();
      after = last.personId;
    }
    await Promise.all(inWork);
  } finally {
    await Promise.allSettled(inWork);
  }
}
