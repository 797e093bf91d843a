/** What the page and the decoder's worker say to each other. */
export interface Frame {
  id: number;
  image: ImageData;
  /** A still picture: look in every way. A live camera soon sees another frame. */
  still: boolean;
}

export interface Reading {
  id: number;
  /** The texts of the codes that were found, the largest code first. */
  texts: string[];
  error: string | null;
}
