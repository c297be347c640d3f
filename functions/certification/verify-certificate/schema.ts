import * as z from 'zod/mini';

/** Whatever people type; a page says what is wrong with it. */
export const input = {
  path: z.strictObject({ number: z.string() }),
  // Scanners and messengers add parameters of their own.
  query: z.looseObject({}),
};

export const output = {};

const page = 'text/html';
export const media = { 200: page, 400: page, 404: page, 500: page, 503: page };
