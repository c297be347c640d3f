import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionSpecs } from '../../infra/function-specs.ts';
import { camelCase, pascalCase } from '../../infra/names.ts';
import { events, incoming } from '../../packages/contracts/events.ts';
import { rights } from '../../packages/domain/access/may.ts';
import type { Manifest } from '../../packages/lambda/manifest.ts';

const specs = await functionSpecs();
const http = specs.flatMap((spec) =>
  spec.manifest.trigger.kind === 'http' ? [{ ...spec, trigger: spec.manifest.trigger }] : [],
);
const guarded = http.flatMap(({ name, manifest, trigger }) =>
  trigger.public ? [] : [{ name, manifest, action: trigger.action }],
);
/** Read by anybody without a token; whoever adds one says so here too. */
const publicRoutes = ['GET /v1/public/certificates/{number}', 'GET /verify/{number}'];

describe('The folder of a function', () => {
  test.each(specs)('$context/$name holds its four files and nothing else', ({ folder, name }) => {
    expect(readdirSync(folder).sort()).toEqual(
      ['handler.ts', 'manifest.ts', `${name}.ts`, 'schema.ts'].sort(),
    );
  });

  test.each(specs)('$context/$name exports its task by the name of the folder', async ({ folder, name }) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    const module = (await import(join(folder, `${name}.ts`))) as Record<string, unknown>;
    expect(module[camelCase(name)]).toBeTypeOf('function');
  });

  test.each(specs)(
    '$context/$name has a handler that only wires, in less than twenty lines',
    ({ folder }) => {
      const lines = readFileSync(join(folder, 'handler.ts'), 'utf8').trimEnd().split('\n');
      const wiring = lines.filter((line) => line !== '' && !line.startsWith('import '));
      expect(wiring.length).toBeLessThan(20);
      expect(wiring.join('\n')).not.toMatch(/\b(if|for|while|switch|try|await)\b/);
    },
  );
});

describe('Names', () => {
  test('of functions are unique over all contexts', () => {
    const names = specs.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('follow from the folder', () => {
    expect([camelCase('score-audit'), pascalCase('score-audit')]).toEqual(['scoreAudit', 'ScoreAudit']);
    expect(camelCase('list-2fa-keys')).toBe('list2faKeys');
  });
});

describe('A manifest', () => {
  test('says in a sentence what the function is for and why running it twice is harmless', () => {
    for (const { name, manifest } of specs) {
      expect(manifest.purpose, name).toMatch(/^[A-Z][a-z]+s .{9,240}[^.]$/);
      expect(manifest.repeating.length, name).toBeGreaterThan(9);
    }
  });

  test('that writes nothing says so, and one that writes gives a better reason', () => {
    for (const { name, manifest } of specs) {
      const readsOnly =
        !manifest.writes &&
        !manifest.starts &&
        !manifest.resumes &&
        !manifest.emits &&
        !manifest.puts &&
        !manifest.sends;
      expect(manifest.repeating === 'reads only', name).toBe(readsOnly);
    }
  });

  test('names nothing twice', () => {
    for (const { name, manifest } of specs)
      for (const named of [
        manifest.reads,
        manifest.writes,
        manifest.checks,
        manifest.lists,
        manifest.starts,
        manifest.resumes,
        manifest.watches,
        manifest.emits,
        manifest.puts,
        manifest.hands,
        manifest.sends,
      ])
        expect(new Set(named).size, name).toBe(named?.length ?? 0);
  });

  test('emits and listens to events of the contract', () => {
    const heard = specs.flatMap(({ manifest: { trigger } }) =>
      (trigger.kind === 'event' || trigger.kind === 'queue') && typeof trigger.detailType === 'object'
        ? [trigger.detailType]
        : [],
    );
    const named = [
      ...specs.flatMap(({ manifest: { emits = [] } }) => emits),
      ...heard.flatMap((names) => ('incoming' in names ? [] : names)),
    ];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((event) => !(event in events))).toEqual([]);
    // Whatever other systems may tell is heard by one function.
    const fromOutside = heard.flatMap((names) => ('incoming' in names ? names.incoming : []));
    expect([...fromOutside].sort()).toEqual(Object.keys(incoming).sort());
  });
});

describe('A route', () => {
  test('belongs to one function', () => {
    const routes = http.map(
      ({ trigger }) => `${trigger.method} ${trigger.path.replaceAll(/\{\w+\}/g, '{}')}`,
    );
    expect(routes.filter((route, i) => routes.indexOf(route) !== i)).toEqual([]);
  });

  test('has a version, words in kebab case and ids in camel case; a file says its kind', () => {
    // The address of the page for people stands on paper and is short.
    for (const { trigger, name } of http.filter(({ trigger }) => trigger.path !== '/verify/{number}'))
      expect(trigger.path, name).toMatch(/^\/v1(\/([a-z]+(-[a-z]+)*|\{[a-z][A-Za-z]*\}))+(\.json)?$/);
  });

  test('changes something exactly when its method says so', () => {
    // A preview is asked with the form that a change is made with, which is too much for a query string.
    for (const { trigger, manifest, name } of http) {
      const asksOnly = trigger.method === 'GET' || trigger.path.endsWith('/preview');
      expect(asksOnly, name).toBe(manifest.writes === undefined);
    }
  });

  test('asks nobody for a token only where this list says so, and then only reads', () => {
    const open = http.filter(({ trigger }) => trigger.public);
    expect(open.map(({ trigger }) => `${trigger.method} ${trigger.path}`).sort()).toEqual(
      publicRoutes.sort(),
    );
    expect(open.filter(({ manifest }) => manifest.repeating !== 'reads only')).toEqual([]);
  });

  test('without a right that does not say it is public does not compile', () => {
    // @ts-expect-error: neither a right nor public
    const trigger: Manifest['trigger'] = { kind: 'http', method: 'GET', path: '/v1/things' };
    // @ts-expect-error: both
    const both: Manifest['trigger'] = { ...trigger, action: 'station.read', public: true };
    expect([trigger, both]).toHaveLength(2);
  });

  test('demands an action that some role has', () => {
    const granted = new Set(Object.values(rights).flatMap((actions) => Object.keys(actions)));
    expect(guarded.filter(({ action }) => !granted.has(action)).map(({ name }) => name)).toEqual([]);
  });

  test('exists for every action of the rights table', () => {
    const granted = new Set(Object.values(rights).flatMap((actions) => Object.keys(actions)));
    const demanded = new Set<string>(guarded.map(({ action }) => action));
    expect([...granted].filter((action) => !demanded.has(action))).toEqual([]);
  });

  test('reads the rights of who asks, unless everybody may', () => {
    for (const { name, manifest, trigger } of http)
      expect(manifest.reads?.includes('subject') ?? false, name).toBe(!trigger.public);
  });
});
