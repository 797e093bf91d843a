/** What the page and the decoder's worker say to each other. */
export interface Frame {
  id: number;
  image: ImageData;
  /** Spend more time, for a still picture. */
  thorough: boolean;
}

export interface Reading {
  id: number;
  text: string | null;
  error: string | null;
}
