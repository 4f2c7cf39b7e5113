/**
 * Draws `assets/icon.png`: a calculator, 128 × 128, no text. Run it with `node tools/make-icon.ts` after changing it.
 * PNG needs nothing but zlib and a checksum: https://www.w3.org/TR/png-3/
 */
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const SIZE = 128;
/** Each pixel is the mean of 4 × 4 samples, so that round corners look round. */
const SAMPLES = 4;

type Rgba = readonly [number, number, number, number];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly colour: Rgba;
}

const BODY: Rgba = [38, 84, 124, 255];
const SCREEN: Rgba = [207, 232, 213, 255];
const KEY: Rgba = [240, 244, 248, 255];
const EQUALS: Rgba = [239, 167, 62, 255];

const keys: Box[] = [0, 1, 2].flatMap((row) =>
  [0, 1, 2].map((column) => ({
    x: 34 + column * 22,
    y: 58 + row * 19,
    width: 16,
    height: 13,
    radius: 4,
    colour: row === 2 && column === 2 ? EQUALS : KEY,
  })),
);
const boxes: readonly Box[] = [
  { x: 22, y: 10, width: 84, height: 108, radius: 14, colour: BODY },
  { x: 34, y: 22, width: 60, height: 24, radius: 5, colour: SCREEN },
  { x: 76, y: 31, width: 11, height: 6, radius: 2, colour: BODY },
  { x: 58, y: 31, width: 11, height: 6, radius: 2, colour: BODY },
  ...keys,
];

function inside({ x, y, width, height, radius }: Box, px: number, py: number): boolean {
  const dx = Math.max(x + radius - px, px - (x + width - radius), 0);
  const dy = Math.max(y + radius - py, py - (y + height - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

function pixel(column: number, row: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const px = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const py = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const box = boxes.findLast((candidate) => inside(candidate, px, py));
    if (!box) continue;
    const [red, green, blue, alpha] = box.colour;
    [red, green, blue].forEach((channel, index) => {
      sum[index] = (sum[index] ?? 0) + (channel * alpha) / 255;
    });
    sum[3] = (sum[3] ?? 0) + alpha;
  }
  const alpha = sum[3] ?? 0;
  return [0, 1, 2]
    .map((index) => (alpha === 0 ? 0 : Math.round(((sum[index] ?? 0) * 255) / alpha)))
    .concat(Math.round(alpha / SAMPLES ** 2));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA, no interlacing
const rows = Array.from({ length: SIZE }, (_, row) => [
  0, // no filter
  ...Array.from({ length: SIZE }, (_, column) => pixel(column, row)).flat(),
]);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", header),
  chunk("IDAT", deflateSync(Uint8Array.from(rows.flat()), { level: 9 })),
  chunk("IEND", new Uint8Array()),
]);
writeFileSync(new URL("../assets/icon.png", import.meta.url), png);
