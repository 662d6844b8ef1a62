import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 4;
const EIGHT_BITS = 8;
const RGB_WITH_ALPHA = 6;

/** A square picture: `size` × `size` pixels, four bytes each (red, green, blue, alpha), row by row from the top left. */
export interface Picture {
  readonly size: number;
  readonly pixels: Uint8Array;
}

/** The picture as a PNG file: 8 bits a channel with alpha, not interlaced. */
export function encodePng({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([EIGHT_BITS, RGB_WITH_ALPHA, 0, 0, 0], 8);
  const rowBytes = size * BYTES_PER_PIXEL;
  const rows = Array.from({ length: size }, (_, row) => [Buffer.of(0), pixels.subarray(row * rowBytes, (row + 1) * rowBytes)]).flat();
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Width and height of a PNG file in pixels; `undefined` when the bytes are no PNG file. */
export function pngSize(file: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
