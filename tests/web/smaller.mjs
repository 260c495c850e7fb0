// A picture of a page in few colours: a PNG as Chromium makes it, as one with a palette, a third of its size.
import { crc32, deflateSync, inflateSync } from "node:zlib";

function* chunks(png) {
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { kind: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

const paeth = (a, b, c) => {
  const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

// The bytes of the rows, without the filters of the format.
function plain(bytes, width, height, step) {
  const row = width * step, out = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const a = x >= step ? out[y * row + x - step] : 0, b = y ? out[(y - 1) * row + x] : 0, c = x >= step && y ? out[(y - 1) * row + x - step] : 0;
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter];
      out[y * row + x] = bytes[y * (row + 1) + 1 + x] + guess;
    }
  }
  return out;
}

// Colours by how often they are there; those past the palette take the nearest that is in it.
function palette(pixels, step) {
  const often = new Map();
  for (let i = 0; i < pixels.length; i += step) {
    const colour = (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2];
    often.set(colour, (often.get(colour) ?? 0) + 1);
  }
  const kept = [...often].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour), index = new Map(kept.map((colour, i) => [colour, i]));
  const far = (a, b) => Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255));
  for (const colour of often.keys()) {
    if (!index.has(colour)) index.set(colour, kept.reduce((best, other, i) => (far(colour, other) < far(colour, kept[best]) ? i : best), 0));
  }
  return { kept, index };
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]), out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

export function smaller(png) {
  const all = [...chunks(png)], head = all.find((c) => c.kind === "IHDR").data;
  const width = head.readUInt32BE(0), height = head.readUInt32BE(4), step = head[9] === 6 ? 4 : 3;
  const pixels = plain(inflateSync(Buffer.concat(all.filter((c) => c.kind === "IDAT").map((c) => c.data))), width, height, step);
  const { kept, index } = palette(pixels, step), rows = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < width * height; i++) {
    const at = i * step;
    rows[i + Math.floor(i / width) + 1] = index.get((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
  }
  const about = Buffer.from(head);
  about[8] = 8;
  about[9] = 3;
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", about), chunk("PLTE", Buffer.from(kept.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
