import { expect, test } from 'vitest';
import { beginDailyScan } from '../../../functions/compliance/begin-daily-scan/begin-daily-scan.ts';

type Ports = Parameters<typeof beginDailyScan>[0];

test('Before there is a standard the nightly scan looks for nothing, and is no failure', async () => {
  const ports = { editions: { currentEdition: async () => null } } as unknown as Ports;
  expect(await beginDailyScan(ports)({ scheduledAt: '2026-11-25T18:30:00Z' })).toEqual({ scanId: null });
});
