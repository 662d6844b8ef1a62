import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Fault } from '../domain/errors.ts';

/** A file on its way in: its text piece by piece, without byte order mark, lines ending in LF. */
export interface ExportText {
  readonly pieces: AsyncIterable<string>;
  /** SHA-256 of the whole file; known once `pieces` has ended. */
  hash(): string;
}

const ENCODINGS = [
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
] as const;

/**
 * Opens a file an admin exported: UTF-8 with or without byte order mark, or UTF-16 with one, as Excel saves. Throws `invalid-report`
 * for what is no readable file, and while it is read for other bytes than text.
 *
 * @param onBytes is told how many bytes of the file came.
 */
export async function openExport(path: string, label: string, onBytes: (count: number) => void): Promise<ExportText> {
  await refuseOther(path, label);
  const hash = createHash('sha256');
  let digest: string | undefined;
  const pieces = async function* (): AsyncGenerator<string> {
    let decoder: TextDecoder | undefined;
    let line = 1;
    let held = '';
    const decoded = (bytes: Uint8Array | undefined): string => {
      try {
        // One kind of line end from here on; a piece may end between the two characters of the other.
        const raw = held + (decoder?.decode(bytes, { stream: bytes !== undefined }) ?? '');
        held = bytes !== undefined && raw.endsWith('\r') ? '\r' : '';
        const text = raw.slice(0, raw.length - held.length).replaceAll('\r\n', '\n');
        for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line += 1;
        return text;
      } catch (cause) {
        throw new Fault('invalid-report', `${label}, about line ${line}: expected text in UTF-8, got other bytes; in Excel save it as “CSV UTF-8”`, {
          cause,
        });
      }
    };
    for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('a file gives bytes');
      hash.update(bytes);
      onBytes(bytes.length);
      decoder ??= new TextDecoder(encodingOf(bytes, label), { fatal: true });
      yield decoded(bytes);
    }
    yield decoded(undefined);
    digest = hash.digest('hex');
  };
  return { pieces: pieces(), hash: () => digest ?? '' };
}

const PIECE_BYTES = 262_144;

async function refuseOther(path: string, label: string): Promise<void> {
  const refuse = (got: string, mend: string, cause?: unknown): Fault =>
    new Fault('invalid-report', `${label}: expected a file that can be read, got ${got}; ${mend}`, { cause });
  const found = await stat(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw code === 'ENOENT' ? refuse('nothing of that name', 'is the path right?', cause) : refuse('none', 'are you allowed to read it?', cause);
  });
  if (found.isDirectory()) throw refuse('a folder', `name the files in it, for instance ${JSON.stringify(`${label.replace(/[\\/]$/, '')}/*.csv`)}`);
}

function encodingOf(bytes: Uint8Array, label: string): string {
  const marked = ENCODINGS.find(({ mark }) => mark.every((byte, place) => bytes[place] === byte));
  if (marked !== undefined) return marked.name;
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new Fault('invalid-report', `${label}: expected CSV, got an Excel workbook or another ZIP archive; save it as “CSV UTF-8”`);
  return 'utf-8';
}
