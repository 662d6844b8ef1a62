import windowsIana from 'windows-iana';
import { isZone } from '../domain/time.ts';

/** The IANA name of a time zone Exchange names in its own way or already by IANA; `undefined` for one nobody knows. */
export function zoneNamed(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined || name === '') return undefined;
  const zone = windowsIana.findIana(name)[0] ?? name;
  return isZone(zone) ? zone : undefined;
}

/**
 * The zone of fixed offset for a custom one; `undefined` unless it is whole hours, because IANA has no others. Its summer
 * time is left out: for half of the year the hours are then one off.
 *
 * @param biasMinutes UTC = local time + bias, as Windows counts: −120 is two hours east of Greenwich, `Etc/GMT-2`.
 */
export function zoneOfBias(biasMinutes: number): string | undefined {
  if (biasMinutes === 0) return 'Etc/UTC';
  const hours = biasMinutes / 60;
  if (!Number.isInteger(hours) || hours < -14 || hours > 12) return undefined;
  return `Etc/GMT${hours > 0 ? '+' : ''}${hours}`;
}
