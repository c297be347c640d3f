import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the open nonconformities of the network or a region, those to be closed first first',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/nonconformities',
    action: 'nonconformity.oversee',
  },
  reads: ['subject', 'nonconformity', 'region', 'edition'],
  lists: ['open-nonconformities'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
