import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Imports certificates that the people of stations hold already when the network joins',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certificates/imports',
    action: 'certificate.take-over',
  },
  reads: ['subject', 'edition', 'station-shard', 'station', 'personnel'],
  writes: ['personnel', 'certificate-number'],
  timeoutSeconds: 29,
  memoryMegabytes: 1024,
  repeating: 'person, position, level and first day make the id; the same rows again write nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
