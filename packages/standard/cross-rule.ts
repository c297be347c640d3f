import type { Edition } from './schema.ts';

/** A place where a rule is broken. */
export interface Broken {
  file: string;
  path: string;
  message: string;
}

/** A rule that a schema cannot say, because it looks at several places or files at once. */
export interface CrossRule {
  /** Stable name: it is shown with each problem and tests break it by this name. */
  rule: string;
  check(edition: Edition): Broken[];
}
