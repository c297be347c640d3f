import type * as z from 'zod';
import { crossRules } from './cross-rules.ts';
import { dotted, type EditionProblem } from './edition-problem.ts';
import { type Edition, editionContent, fileOfPart, positionPath } from './schema.ts';

export type CheckedEdition =
  | { edition: Edition; problems: [] }
  | { edition?: never; problems: EditionProblem[] };

/**
 * Checks an edition by schema and, when its shape is right, by the cross rules between its parts. Pure: it reads
 * no file, so that an edition that arrives over the API is held to the same rules as one in a folder.
 * @param content one key per part (`about`, `positions`, `modules`, …), as loadEdition returns it
 */
export function checkEdition(content: Record<string, unknown>): CheckedEdition {
  const parsed = editionContent.safeParse(content);
  if (!parsed.success)
    return { problems: parsed.error.issues.flatMap((issue) => shapeProblems(issue, content)) };
  const edition = parsed.data;
  const problems = crossRules.flatMap(({ rule, check }) =>
    check(edition).map((place) => ({ rule, ...place })),
  );
  return problems.length > 0 ? { problems } : { edition, problems: [] };
}

function shapeProblems(issue: z.core.$ZodIssue, content: Record<string, unknown>): EditionProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...placeOf([...issue.path, key], content),
      rule: 'unknown-key',
      message: `the key "${key}" is not part of the schema`,
    }));
  return [{ ...placeOf(issue.path, content), rule: 'shape', message: issue.message }];
}

/** Translates a path in the whole edition into a file and the path inside it. */
function placeOf(path: readonly PropertyKey[], content: Record<string, unknown>) {
  const [part, ...rest] = path;
  if (part === 'positions') {
    const [index, ...inside] = rest;
    const position: unknown = Array.isArray(content.positions) ? content.positions[Number(index)] : undefined;
    const code =
      position !== null && typeof position === 'object' && 'code' in position ? position.code : index;
    return { file: index === undefined ? 'positions' : positionPath(String(code)), path: dotted(inside) };
  }
  const file = Object.entries(fileOfPart).find(([name]) => name === part)?.[1];
  return file ? { file, path: dotted(rest) } : { file: 'edition', path: dotted(path) };
}
