import { describe, expect, test } from 'vitest';
import { packText, unpackOnce } from '../../packages/lambda/packed-text.ts';

describe('A packed text', () => {
  test('is the same when it is unpacked, and much shorter until then', () => {
    const text = '{"title":"服务商内部审核"}'.repeat(1000);
    const packed = packText(text);
    expect(packed.length).toBeLessThan(text.length / 10);
    const unpacked = unpackOnce(packed);
    expect([unpacked(), unpacked()]).toEqual([text, text]);
  });
});
