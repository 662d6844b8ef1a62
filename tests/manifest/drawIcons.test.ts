import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { drawColorIcon, drawOutlineIcon } from '../../manifest/drawIcons.ts';
import { packageProblems } from '../../manifest/packageProblems.ts';
import { type Picture, pngSize } from '../../manifest/png.ts';

const fileOf = (name: string): Buffer => readFileSync(new URL(`../../manifest/${name}`, import.meta.url));
const pixelsOf = (picture: Picture): readonly (readonly number[])[] =>
  Array.from({ length: picture.size ** 2 }, (_, index) => [...picture.pixels.subarray(index * 4, index * 4 + 4)]);

/** The pixels of a PNG file whose one IDAT chunk follows its header and whose rows are not filtered. */
function decoded(file: Buffer, size: number): Buffer {
  const length = file.readUInt32BE(33);
  expect(file.toString('latin1', 37, 41)).to.equal('IDAT');
  const rows = inflateSync(file.subarray(41, 41 + length));
  return Buffer.concat(Array.from({ length: size }, (_, row) => rows.subarray(row * (size * 4 + 1) + 1, (row + 1) * (size * 4 + 1))));
}

describe('the icons of the app', () => {
  const icons = [
    ['color.png', drawColorIcon(), 192],
    ['outline.png', drawOutlineIcon(), 32],
  ] as const;
  for (const [name, picture, size] of icons) {
    it(`${name} is ${size} × ${size} pixels and shows the mark as it is drawn now`, () => {
      expect(pngSize(fileOf(name))).to.deep.equal({ width: size, height: size });
      expect(decoded(fileOf(name), size).equals(picture.pixels)).to.equal(true);
    });
  }

  it('the outline is white on transparent and nothing else', () => {
    const pixels = pixelsOf(drawOutlineIcon());
    expect(pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).to.equal(true);
    expect(pixels[0]?.[3]).to.equal(0);
    expect(pixels.some((pixel) => pixel[3] === 255)).to.equal(true);
  });

  it('the colour icon fills its square and keeps the mark within the middle 96 × 96 pixels', () => {
    const pixels = pixelsOf(drawColorIcon());
    expect(pixels.every((pixel) => pixel[3] === 255)).to.equal(true);
    const marked = pixels.flatMap((pixel, index) =>
      pixel[0] === 0x4f && pixel[1] === 0x52 && pixel[2] === 0xb2 ? [] : [{ x: index % 192, y: Math.floor(index / 192) }],
    );
    expect(marked).to.have.length.of.at.least(2_000);
    expect(marked.every(({ x, y }) => x >= 48 && x < 144 && y >= 48 && y < 144)).to.equal(true);
  });

  it('a package with the icons swapped or missing is refused', () => {
    const manifest: unknown = JSON.parse(
      fileOf('manifest.json')
        .toString()
        .replaceAll(/\{\{(?:app|bot)Id\}\}/g, 'cf1ba4ce-7a21-4fd5-8f3c-0f1f1c7b8d10')
        .replaceAll(/\{\{\w+Url\}\}/g, 'https://contoso.com')
        .replaceAll('{{version}}', '1.0.0')
        .replaceAll(/\{\{\w+\}\}/g, 'contoso'),
    );
    const swapped = new Map([
      ['color.png', fileOf('outline.png')],
      ['en.json', fileOf('en.json')],
    ]);
    expect(packageProblems(manifest, swapped)).to.deep.equal([
      'color.png: expected a PNG of 192 × 192 pixels, got 32 × 32',
      'outline.png: named in manifest.json but not in the package',
    ]);
  });
});
