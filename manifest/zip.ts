import { crc32 } from 'node:zlib';

/** One file of an archive; `name` with forward slashes. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 10;
const NAMES_ARE_UTF8 = 0x0800;
/** 1 January 1980, the first day a zip can name: the same files give the same archive on any day. */
const FIRST_DAY = 0x0021;

/** A zip archive with these files in this order, stored and not compressed: for a few kilobytes, well below the format's 4 GB. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const facts = factsOf(nameBytes, bytes);
    const local = Buffer.concat([uint32(LOCAL_HEADER), facts, nameBytes, bytes]);
    // After the common facts: no comment, first disk, no attributes.
    centrals.push(
      Buffer.concat([uint32(CENTRAL_HEADER), uint16(VERSION), facts, uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset), nameBytes]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = [
    uint32(END_OF_DIRECTORY),
    uint16(0),
    uint16(0),
    uint16(entries.length),
    uint16(entries.length),
    uint32(directory.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...locals, directory, ...end]);
}

/** What the local and the central header have in common, from "version needed" to "extra field length". */
function factsOf(name: Uint8Array, bytes: Uint8Array): Buffer {
  const stored = uint16(0);
  const midnight = uint16(0);
  const noExtra = uint16(0);
  const sizes = [uint32(bytes.length), uint32(bytes.length)];
  return Buffer.concat([
    uint16(VERSION),
    uint16(NAMES_ARE_UTF8),
    stored,
    midnight,
    uint16(FIRST_DAY),
    uint32(crc32(bytes)),
    ...sizes,
    uint16(name.length),
    noExtra,
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
