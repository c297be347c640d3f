import { describe, expect, test } from 'vitest';
import { wayWaits } from '../../../functions/audit/way-waits.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import type { Onboarding } from '../../../packages/domain/onboarding/onboarding.ts';
import type { WaitItem } from '../../../packages/table/items.ts';
import { aCertification } from '../../support/paths.ts';

type Ports = Parameters<typeof wayWaits>[0];
type Wait = Pick<WaitItem, 'for' | 'token'>;

/** @param seen what reads of the wait that cost half, and those that are certain, find */
function aWait(seen: { cheaply: Wait | null; certainly: Wait | null }, alive: string[]) {
  const reads: string[] = [];
  const resumed: [string, object][] = [];
  const ports = {
    persons: {
      wayWait: async (_person: string, _of: string, certain: boolean) => {
        const how = certain ? 'certainly' : 'cheaply';
        reads.push(how);
        return seen[how];
      },
    },
    workflows: {
      resume: async (token: string, output: object) => {
        if (!alive.includes(token)) return false;
        resumed.push([token, output]);
        return true;
      },
    },
  } as unknown as Ports;
  return { waits: wayWaits(ports), reads, resumed };
}
const steps: Wait = { for: 'steps', token: 'steps' };
const certificate: Wait = { for: 'certificate', token: 'certificate' };
const certified = aCertification({ status: 'certified', onboardingId: 'onb_K1_A-1_MT_20260302' });
const certifying = { personId: 'per_K1', onboardingId: 'onb_K1_A-1_MT_20260302', status: 'certifying' };

describe('A wait that a way has got past', () => {
  test('is ended by a read that costs half', async () => {
    const { waits, reads, resumed } = aWait({ cheaply: steps, certainly: steps }, ['steps']);
    await waits.onboardingMoved(certifying as Onboarding);
    expect(resumed).toEqual([['steps', { next: 'certify' }]]);
    expect(reads).toEqual(['cheaply']);
  });

  test.each<[string, Wait | null]>([
    ['does not show it yet', null],
    ['shows the one before', steps],
  ])('is looked up for certain where that one %s', async (_what, cheaply) => {
    const { waits, reads, resumed } = aWait({ cheaply, certainly: certificate }, ['certificate']);
    await waits.certificationMoved(certified as Certification);
    expect(resumed).toEqual([['certificate', { next: 'release' }]]);
    expect(reads).toEqual(['cheaply', 'certainly']);
  });

  test('is not there where neither finds it, or its token was used', async () => {
    for (const wait of [null, certificate]) {
      const { waits, resumed } = aWait({ cheaply: wait, certainly: wait }, []);
      await waits.certificationMoved(certified as Certification);
      expect(resumed).toEqual([]);
    }
  });
});
