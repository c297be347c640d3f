/** An access token for a user of the local issuer. */
export async function tokenFor(
  platform: { issuerUrl: string; outputs: Record<string, string> },
  login: string,
  password: string,
): Promise<string> {
  const answer = await fetch(`${platform.issuerUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: login,
      password,
      client_id: platform.outputs.ClientId ?? '',
    }),
  });
  const body = (await answer.json()) as { access_token?: string; error?: string };
  if (!body.access_token) throw new Error(body.error ?? `status ${answer.status}`);
  return body.access_token;
}

/** A JSON call; answers status and parsed body. */
export async function call(
  url: string,
  options: { method?: string; token?: string; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Asks until the answer is there. */
export async function until<T>(question: () => Promise<T | undefined>, limitMs = 10_000): Promise<T> {
  for (const end = Date.now() + limitMs; ; ) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
