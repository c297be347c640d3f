import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Sets the last day of a duty that is due by HQ's plan",
  trigger: { kind: 'http', method: 'PUT', path: '/v1/duties/{dutyId}/plan/{period}', action: 'duty.begin' },
  reads: ['subject', 'edition'],
  writes: ['duty-plan'],
  timeoutSeconds: 10,
  repeating: 'a stretch has one day; the same again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
