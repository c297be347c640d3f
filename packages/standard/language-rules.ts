import type { CrossRule } from './cross-rule.ts';
import { filesOf } from './reference-rules.ts';

const chinese = /\p{Script=Han}/u;

/** Every text with its place. A text is an object with the keys `zh` and `en`. */
function texts(value: unknown, path = ''): { path: string; zh: string; en: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => texts(item, `${path}[${at}]`));
  if (value === null || typeof value !== 'object') return [];
  if ('zh' in value && 'en' in value) return [{ path, zh: String(value.zh), en: String(value.en) }];
  return Object.entries(value).flatMap(([key, inside]) => texts(inside, path ? `${path}.${key}` : key));
}

/** Places inside a value where a text lacks Chinese in `zh` or has Chinese in `en`. */
export function mixedTexts(value: unknown): { path: string; message: string }[] {
  return texts(value).flatMap(({ path, zh, en }) => [
    ...(chinese.test(zh) ? [] : [{ path: `${path}.zh`, message: `no Chinese in "${zh}"` }]),
    ...(chinese.test(en) ? [{ path: `${path}.en`, message: `Chinese in "${en}"` }] : []),
  ]);
}

/** The two languages never mix: half-translated texts are the first thing a reader notices. */
export const languageRules: CrossRule[] = [
  {
    rule: 'languages-apart',
    check: (edition) =>
      filesOf(edition).flatMap(({ file, content }) =>
        mixedTexts(content).map((place) => ({ file, ...place })),
      ),
  },
];
