import type { Words } from "../ko";
import { counter } from "./counter";
import { door } from "./door";
import { exposures } from "./exposures";
import { more } from "./more";
import { passes } from "./passes";
import { rights } from "./rights";
import { shell } from "./shell";
import { signUp } from "./sign-up";
import { visits } from "./visits";

export const ja: Words = {
  ...shell,
  ...signUp,
  ...door,
  ...visits,
  ...passes,
  ...rights,
  ...exposures,
  ...more,
  ...counter,
};
