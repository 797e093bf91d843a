import { counter } from "./counter";
import { door } from "./door";
import { exposures } from "./exposures";
import { more } from "./more";
import { passes } from "./passes";
import { rights } from "./rights";
import { shell } from "./shell";
import { signUp } from "./sign-up";
import { visits } from "./visits";

export const ko = { ...shell, ...signUp, ...door, ...visits, ...passes, ...rights, ...exposures, ...more, ...counter };

/** What every language must say. */
export type Words = typeof ko;
