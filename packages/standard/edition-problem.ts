/** Something wrong in an edition: where it is and which rule it breaks. */
export interface EditionProblem {
  /** File inside the edition's folder, for example `positions/MT.json`. */
  file: string;
  /** Place in the file, for example `audit.items[3].weight`; empty for the file as a whole. */
  path: string;
  /** Stable name of the rule, for example `item-weights`. */
  rule: string;
  message: string;
}

/** Thrown by loadEdition with everything that is wrong, not only the first thing. */
export class EditionInvalid extends Error {
  readonly code = 'edition-invalid';
  readonly problems: EditionProblem[];

  constructor(problems: EditionProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'EditionInvalid';
    this.problems = problems;
  }
}

/** A problem as one line: file, place and sentence. */
export function problemLine({ file, path, message }: EditionProblem): string {
  return [file, path, message].filter(Boolean).join(': ');
}

/** A path of keys and positions as it is written in code: ['items', 3, 'weight'] → items[3].weight */
export function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
