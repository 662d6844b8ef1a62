/** Requests to the connector that are under way in this process, all tenants together. */
export interface InFlight {
  /** Waits until `least` places are free (fewer where there are fewer in all), then takes up to `most`; whoever asked first is served first. */
  take(least: number, most: number): Promise<number>;
  give(count: number): void;
}

interface Waiting {
  readonly least: number;
  readonly most: number;
  readonly served: (count: number) => void;
}

/**
 * So many places, given in the order they were asked for. Tenants who ask for a handful at a time, and again when those have left, so
 * share them fairly, however much each has to send.
 */
export function inFlight(places: number): InFlight {
  let free = places;
  const waiting: Waiting[] = [];
  const serve = (): void => {
    for (let first = waiting[0]; first !== undefined && free >= first.least; first = waiting[0]) {
      waiting.shift();
      const count = Math.min(free, first.most);
      free -= count;
      first.served(count);
    }
  };
  return {
    take: (least, most) =>
      new Promise((served) => {
        waiting.push({ least: Math.min(least, places), most, served });
        serve();
      }),
    give: (count) => {
      free += count;
      serve();
    },
  };
}
