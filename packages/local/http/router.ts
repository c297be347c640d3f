import type { JsonObject } from '../json.ts';

/** A route key taken apart. */
export interface RoutePattern {
  /** `GET`, `ANY` …; `$default` for the route that takes what is left. */
  method: string;
  segments: string[];
}

/** A match: which route, with its path parameters. */
export interface RouteMatch<T> {
  route: T;
  parameters: Record<string, string>;
}

/** `GET /stations/{id}` or `$default`. */
export function parseRouteKey(routeKey: string): RoutePattern {
  if (routeKey === '$default') return { method: '$default', segments: [] };
  const [method = 'ANY', path = '/'] = routeKey.split(' ');
  return { method, segments: split(path) };
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/**
 * Chooses as HTTP APIs do: the most specific path first (a literal before a parameter, a parameter before a greedy
 * one), the exact method before ANY, `$default` last.
 */
export function createRouter<T extends { pattern: RoutePattern }>(
  routes: readonly T[],
): (method: string, path: string) => RouteMatch<T> | undefined {
  const ordered = routes
    .filter((route) => route.pattern.method !== '$default')
    .toSorted((a, b) => specificity(b.pattern).localeCompare(specificity(a.pattern)));
  const fallback = routes.find((route) => route.pattern.method === '$default');
  return (method, path) => {
    const segments = split(path);
    for (const route of ordered) {
      if (route.pattern.method !== 'ANY' && route.pattern.method !== method) continue;
      const parameters = matchSegments(route.pattern.segments, segments);
      if (parameters) return { route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

/** Sorts descending: per segment literal (2), parameter (1), greedy (0); then exact method before ANY. */
function specificity(pattern: RoutePattern): string {
  const path = pattern.segments.map((segment) =>
    isGreedy(segment) ? '0' : isParameter(segment) ? '1' : '2',
  );
  return `${path.join('')}/${pattern.method === 'ANY' ? '0' : '1'}`;
}

function matchSegments(pattern: string[], path: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const given = path[index];
    if (given === undefined) return undefined;
    if (isGreedy(segment)) {
      parameters[segment.slice(1, -2)] = path.slice(index).map(decode).join('/');
      return parameters;
    }
    if (isParameter(segment)) parameters[segment.slice(1, -1)] = decode(given);
    else if (segment !== given) return undefined;
  }
  return pattern.length === path.length ? parameters : undefined;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

function isGreedy(segment: string): boolean {
  return isParameter(segment) && segment.endsWith('+}');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Claims as HTTP APIs pass them on: every value is a string, lists in brackets. */
export function claimStrings(claims: JsonObject): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) result[name] = `[${value.map(String).join(' ')}]`;
    else result[name] = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  }
  return result;
}
