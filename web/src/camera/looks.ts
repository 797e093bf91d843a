import type { ReaderOptions } from "zxing-wasm/reader";

import { halved, negative, type Picture, pale } from "./shades";

/** One way to look for codes in a picture. */
export interface Look {
  /** The picture made ready; none: as it is. */
  prepare?: (picture: Picture) => Picture;
  options: ReaderOptions;
}

/** Posters hang side by side: a picture may hold several codes. */
const MOST_CODES = 4;
const QR: ReaderOptions = {
  formats: ["QRCode"],
  maxNumberOfSymbols: MOST_CODES,
  tryHarder: true,
  tryInvert: false,
  tryRotate: false, // it serves bars; a QR is found at any angle
  textMode: "Plain", // else control characters are spelled out
};

/** The look that nearly every code needs, and the quickest. */
export const FIRST_LOOK: Look = { options: QR };

/** Where the first look finds nothing: what else a code may suffer from, the likeliest first. */
export const FURTHER_LOOKS: Look[] = [
  { options: { ...QR, tryDenoise: true } },
  { prepare: halved, options: { ...QR, binarizer: "GlobalHistogram" } },
  { prepare: pale, options: QR },
  { prepare: negative, options: QR },
];

/**
 * Of a live camera's frames in which the first look finds nothing, one in so many gets a further look.
 *
 * A further look takes 0.6 to 2.4 times as long as the first, 1.6 times on average: so a frame costs 1.4 first looks,
 * which is what one with a search for light codes on dark in every frame would cost.
 */
export const SHARE_OF_FRAMES = 4;
