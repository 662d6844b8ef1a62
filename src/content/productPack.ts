import { readdirSync, readFileSync } from 'node:fs';

/** A file of a content pack as it was read. */
export interface PackFile {
  readonly name: string;
  readonly text: string;
}

const FOLDER = new URL('./pack/', import.meta.url);

/** The files of the pack that comes with the product, by name: one for each app. */
export function productPack(): readonly PackFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));
}
