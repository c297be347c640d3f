import { type Words, wordOr } from './messages.ts';
import { UserError } from './problem.ts';

/** What the API answers a failure with (RFC 9457 and our fields). */
export interface ProblemBody {
  title: string;
  status: number;
  code: string;
  fields?: { field: string; code: string; problem: string; allowed?: string }[];
  details?: Record<string, string | number | boolean | string[]>;
}

export interface ApiClient {
  call<Body>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Body>;
  /** What is answered as a file. */
  file(path: string): Promise<Uint8Array>;
  /** Every entry of a paged list. */
  all<Item>(path: string): Promise<Item[]>;
}

/** The API as the command line uses it; a problem becomes one readable line. */
export function connectApi(options: {
  apiUrl: string;
  token(): Promise<string>;
  language: string;
  words: Words;
}): ApiClient {
  const { apiUrl, words } = options;

  /** The answer to what went well; everything else is one readable line. */
  async function request(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const token = await options.token();
    let response: Response;
    try {
      response = await fetch(`${apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'accept-language': options.language,
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch {
      throw new UserError(words('no-platform', apiUrl));
    }
    if (response.ok) return response;
    throw new UserError(problemLine(await response.text(), response.status, words));
  }

  async function call<Body>(
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Body> {
    return (await (await request(method, path, body, headers)).json()) as Body;
  }

  return {
    call,
    async file(path: string) {
      return new Uint8Array(await (await request('GET', path)).arrayBuffer());
    },
    async all<Item>(path: string) {
      const items: Item[] = [];
      let cursor: string | undefined;
      do {
        const page: { items: Item[]; next?: string } = await call(
          'GET',
          cursor ? `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}` : path,
        );
        items.push(...page.items);
        cursor = page.next;
      } while (cursor);
      return items;
    },
  };
}

function problemLine(text: string, status: number, words: Words): string {
  let problem: Partial<ProblemBody & { message: string }>;
  try {
    problem = JSON.parse(text) as Partial<ProblemBody & { message: string }>;
  } catch {
    problem = {};
  }
  const fields = (problem.fields ?? []).map(
    (field) => `${field.field} ${field.problem}${field.allowed ? ` (${field.allowed})` : ''}`,
  );
  // The rule that said no, a date from which it is possible; what has no words is told in the API's own.
  const details = Object.entries(problem.details ?? {}).map(([name, value]) => {
    const said = Array.isArray(value) ? value.join(' + ') : String(value);
    return `${wordOr(`detail.${name}`, name, words)} ${wordOr(`refusal.${said}`, said, words)}`;
  });
  return [
    `${problem.title ?? problem.message ?? `HTTP ${status}`}${problem.code ? ` [${problem.code}]` : ''}`,
    ...fields.slice(0, 20),
    ...(details.length > 0 ? [details.join(', ')] : []),
  ].join('; ');
}
