import type * as z from 'zod/mini';
import type { FieldProblem } from '../domain/errors.ts';

/** Field problems of a failed parse, by the codes of the message file. */
export function fieldProblems(error: z.core.$ZodError, prefix = ''): FieldProblem[] {
  const found = error.issues.flatMap((issue) => problemsOf(issue, prefix));
  // A text of another form fails the check of its content as well: that is one problem.
  const isSame = (a: FieldProblem, b: FieldProblem) =>
    a.field === b.field && a.code === b.code && a.allowed === b.allowed;
  return found.filter((one, at) => found.findIndex((other) => isSame(one, other)) === at);
}

function problemsOf(issue: z.core.$ZodIssue, prefix: string): FieldProblem[] {
  const field = pathText(issue.path, prefix);
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? [{ field, code: 'missing' }]
        : [{ field, code: 'wrong-type', allowed: issue.expected }];
    case 'invalid_format':
      // A schema names its format in the message; a regular expression helps nobody.
      return [
        {
          field,
          code: 'wrong-format',
          allowed: issue.message === 'Invalid input' ? issue.format : issue.message,
        },
      ];
    case 'too_small': {
      const sized = issue.origin === 'string' || issue.origin === 'array';
      return [{ field, code: sized ? 'too-short' : 'too-small', allowed: String(issue.minimum) }];
    }
    case 'too_big': {
      const sized = issue.origin === 'string' || issue.origin === 'array';
      return [{ field, code: sized ? 'too-long' : 'too-big', allowed: String(issue.maximum) }];
    }
    case 'invalid_value':
      return [
        {
          field,
          code: issue.input === undefined ? 'missing' : 'not-allowed-value',
          allowed: issue.values.join(', '),
        },
      ];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: pathText([...issue.path, key], prefix),
        code: 'unknown-field',
      }));
    default:
      // A check by a function names the form that it holds a text to.
      return [
        issue.message === 'Invalid input'
          ? { field, code: 'invalid' }
          : { field, code: 'wrong-format', allowed: issue.message },
      ];
  }
}

function pathText(path: readonly PropertyKey[], prefix: string): string {
  const text = path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    prefix,
  );
  return text || 'body';
}
