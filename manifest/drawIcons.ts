import { writeFileSync } from 'node:fs';
import { encodePng, type Picture } from './png.ts';

// The mark is a speech bubble with a tick, in a square of 24 × 24 units with y downwards.
const UNITS = 24;
const BUBBLE = { left: 1.2, top: 1.8, right: 22.8, bottom: 18.6, radius: 4.6 } as const;
const TAIL: readonly (readonly [x: number, y: number])[] = [
  [5.4, 17.5],
  [5.4, 22.8],
  [11.6, 17.5],
];
const TICK: readonly (readonly [x: number, y: number])[] = [
  [7.2, 10.4],
  [10.7, 13.8],
  [16.9, 6.9],
];

type Color = readonly [red: number, green: number, blue: number];
const WHITE: Color = [255, 255, 255];
/** The manifest's accentColor, #4F52B2. */
const ACCENT: Color = [0x4f, 0x52, 0xb2];

/** Each pixel is the mean of this many samples a side, which smooths the edges. */
const SAMPLES = 6;

/** The store icon: the white mark within the middle 96 × 96 of a full 192 × 192 square, as Teams rounds the corners itself. */
export function drawColorIcon(): Picture {
  const size = 192;
  const safeArea = 96;
  const inMark = (x: number, y: number): boolean => bubbleDistance(x, y) <= 0 && tickDistance(x, y) > 1.35;
  return paint(size, safeArea, inMark, (share) => [...mix(ACCENT, WHITE, share), 255]);
}

/** The icon of the app bar: the mark's outline, 32 × 32, white on transparent. */
export function drawOutlineIcon(): Picture {
  const size = 32;
  const strokeUnits = 1.7;
  const inMark = (x: number, y: number): boolean => {
    const distance = bubbleDistance(x, y);
    return (distance <= 0 && distance >= -strokeUnits) || tickDistance(x, y) <= strokeUnits / 2;
  };
  return paint(size, 30, inMark, (share) => [...WHITE, Math.round(share * 255)]);
}

/** @param markSize width of the mark in pixels, put in the middle. @param color of a pixel by the share of it (0…1) that the mark covers. */
function paint(size: number, markSize: number, inMark: (x: number, y: number) => boolean, color: (share: number) => readonly number[]): Picture {
  const pixels = new Uint8Array(size * size * 4);
  const margin = (size - markSize) / 2;
  const toUnits = (pixel: number, sample: number): number => ((pixel + (sample + 0.5) / SAMPLES - margin) / markSize) * UNITS;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let covered = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        if (inMark(toUnits(column, sample % SAMPLES), toUnits(row, Math.floor(sample / SAMPLES)))) covered += 1;
      }
      pixels.set(color(covered / SAMPLES ** 2), (row * size + column) * 4);
    }
  }
  return { size, pixels };
}

const mix = (from: Color, to: Color, share: number): readonly number[] =>
  from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share));

/** Distance from the bubble's edge with its tail, in units, negative inside. */
function bubbleDistance(x: number, y: number): number {
  const beyondX = Math.abs(x - (BUBBLE.left + BUBBLE.right) / 2) - (BUBBLE.right - BUBBLE.left) / 2 + BUBBLE.radius;
  const beyondY = Math.abs(y - (BUBBLE.top + BUBBLE.bottom) / 2) - (BUBBLE.bottom - BUBBLE.top) / 2 + BUBBLE.radius;
  const box = Math.hypot(Math.max(beyondX, 0), Math.max(beyondY, 0)) + Math.min(Math.max(beyondX, beyondY), 0) - BUBBLE.radius;
  return Math.min(box, tailDistance(x, y));
}

function tailDistance(x: number, y: number): number {
  const edge = pathDistance([...TAIL, ...TAIL.slice(0, 1)], x, y);
  const sides = TAIL.map(([x1, y1], index) => {
    const [x2, y2] = TAIL[(index + 1) % TAIL.length] ?? [x1, y1];
    return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
  });
  const isInside = sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
  return isInside ? -edge : edge;
}

const tickDistance = (x: number, y: number): number => pathDistance(TICK, x, y);

/** Distance from the nearest point of a path of straight lines, in units. */
function pathDistance(path: readonly (readonly [x: number, y: number])[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  path.slice(1).forEach(([x2, y2], index) => {
    const [x1, y1] = path[index] ?? [x2, y2];
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
    nearest = Math.min(nearest, Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)));
  });
  return nearest;
}

// Run as `node manifest/drawIcons.ts` after a change of the mark; the pictures are kept beside it.
if (import.meta.main) {
  writeFileSync(new URL('color.png', import.meta.url), encodePng(drawColorIcon()));
  writeFileSync(new URL('outline.png', import.meta.url), encodePng(drawOutlineIcon()));
}
