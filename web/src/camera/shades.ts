/** A picture as a canvas gives it: RGBA, row by row. */
export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Luminance of a pixel in 10-bit fractions (ITU-R BT.601). */
const RED = 306,
  GREEN = 601,
  BLUE = 117;
/** The three colours of a pixel as one little-endian word; its highest byte is the opacity. */
const COLOUR = 0x00ffffff;

/** White and black exchanged: for codes printed light on dark. */
export function negative({ data, width, height }: Picture): Picture {
  const inverted = new Uint8ClampedArray(data.length);
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const to = new Uint32Array(inverted.buffer);
  for (let at = 0; at < from.length; at++) to[at] = from[at]! ^ COLOUR;
  return { data: inverted, width, height };
}

/** Half as large, each pixel the mean of four: noise, weave and the stripes of a screen go. */
export function halved(picture: Picture): Picture {
  const width = picture.width >> 1,
    height = picture.height >> 1;
  const data = new Uint8ClampedArray(4 * width * height);
  const row = 4 * picture.width;
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = 2 * y * row, end = from + 8 * width; from < end; from += 8, to += 4) {
      const above = luminance(picture.data, from) + luminance(picture.data, from + 4);
      const below = luminance(picture.data, from + row) + luminance(picture.data, from + row + 4);
      grey(data, to, (above + below + 2) >> 2);
    }
  }
  return { data, width, height };
}

/** Side of the squares in which `pale` looks for the paper's white, in pixels. */
const SQUARE = 32;
const STEP = 2;
/** What is darker than this share of the white around it counts as ink. */
const INK = 0.86;

/** Whatever is darker than the paper turns black: for modules that are pale, or a picture themselves. */
export function pale(picture: Picture): Picture {
  const { width, height } = picture;
  const across = Math.ceil(width / SQUARE);
  const white = brightestAround(brightest(picture), across, Math.ceil(height / SQUARE));
  const data = new Uint8ClampedArray(picture.data.length);
  for (let y = 0, at = 0; y < height; y++) {
    const first = across * Math.floor(y / SQUARE);
    for (let x = 0; x < width; x++, at += 4) {
      const paper = white[first + Math.floor(x / SQUARE)]!;
      grey(data, at, luminance(picture.data, at) < INK * paper ? 0 : 255);
    }
  }
  return { data, width, height };
}

/** The highest luminance of each square of the picture, of every so many pixels across and down. */
function brightest({ data, width, height }: Picture): Uint8Array {
  const across = Math.ceil(width / SQUARE);
  const found = new Uint8Array(across * Math.ceil(height / SQUARE));
  for (let y = 0; y < height; y += STEP) {
    const first = across * Math.floor(y / SQUARE);
    for (let x = 0; x < width; x += STEP) {
      const square = first + Math.floor(x / SQUARE);
      found[square] = Math.max(found[square]!, luminance(data, 4 * (y * width + x)));
    }
  }
  return found;
}

/** The highest value of each square and its eight neighbours. */
function brightestAround(squares: Uint8Array, across: number, down: number): Uint8Array {
  return squares.map((_, square) => {
    const x = square % across,
      y = Math.floor(square / across);
    let highest = 0;
    for (let j = Math.max(0, y - 1); j <= Math.min(down - 1, y + 1); j++) {
      for (let i = Math.max(0, x - 1); i <= Math.min(across - 1, x + 1); i++) {
        highest = Math.max(highest, squares[j * across + i]!);
      }
    }
    return highest;
  });
}

function luminance(data: Uint8ClampedArray, at: number): number {
  return (RED * data[at]! + GREEN * data[at + 1]! + BLUE * data[at + 2]!) >> 10;
}

function grey(data: Uint8ClampedArray, at: number, level: number): void {
  data[at] = data[at + 1] = data[at + 2] = level;
  data[at + 3] = 255;
}
