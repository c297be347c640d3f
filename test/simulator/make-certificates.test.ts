import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../packages/domain/certification/certificate.ts';
import { certificateStatus } from '../../packages/domain/certification/certificate.ts';
import { readCertificates } from '../../packages/domain/certification/read-certificates.ts';
import { takeOver } from '../../packages/domain/certification/take-over.ts';
import { makeCertificates } from '../../packages/simulator/make-certificates.ts';
import { makeNetwork } from '../../packages/simulator/make-network.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { pathOf } from '../support/paths.ts';

const asOf = '2026-11-25';
const wish = { seed: 1, asOf, edition: loadEdition('edition-1') };
const network = makeNetwork({ stations: 150, seed: 1, asOf });
const made = makeCertificates(network, wish);

describe('Certificates of a sample network', () => {
  test('are taken by the import without a problem, and are as mixed as those of real people', () => {
    const { rows, problems } = readCertificates(made);
    expect(problems).toEqual([]);
    const known = new Map<string, Certificate[]>();
    const by = { by: 'hq', now: Date.parse(`${asOf}T04:00:00Z`), today: asOf, lapsed: true as const };
    for (const { personId, stationId, certificate } of rows) {
      const own = known.get(personId) ?? [];
      const holder = { personId, stationId, regionId: 'reg_HD' };
      const taken = takeOver(pathOf(certificate.position), holder, certificate, own, 'SK-AAAA-AAAA-AA', by);
      if (taken) known.set(personId, [...own, taken]);
    }
    const all = [...known.values()].flat();
    expect(all).toHaveLength(made.length);
    const ofPositions = all.filter(({ authorisation }) => authorisation === undefined);
    const share = (...wanted: string[]) =>
      ofPositions.filter((one) => wanted.includes(certificateStatus(one, asOf))).length / ofPositions.length;
    expect(ofPositions.length / network.assignments.length).toBeGreaterThan(0.8);
    expect(ofPositions.length / network.assignments.length).toBeLessThan(0.95);
    expect(share('expiring')).toBeGreaterThan(0.04);
    expect(share('expiring')).toBeLessThan(0.2);
    expect(share('grace')).toBeGreaterThan(0);
    expect(share('expired')).toBeGreaterThan(0);
    expect(share('grace', 'expired')).toBeLessThan(0.05);
  });

  test('are the same for the same seed and others for another', () => {
    expect(makeCertificates(network, wish)).toEqual(made);
    expect(makeCertificates(network, { ...wish, seed: 2 })).not.toEqual(made);
  });
});
