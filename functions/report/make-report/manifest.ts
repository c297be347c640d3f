import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Makes the file of a requested report and puts it into the bucket',
  trigger: { kind: 'event', detailType: ['ReportRequested'] },
  reads: ['report', 'audit', 'campaign', 'campaign-shard', 'edition', 'region'],
  writes: ['report'],
  puts: ['reports'],
  // The only letters that a PDF cannot do without bringing them along; with their licence (OFL).
  beside: [
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff',
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff',
    '@fontsource/noto-sans-sc/LICENSE',
  ],
  timeoutSeconds: 300,
  memoryMegabytes: 1024,
  repeating: 'a report that is ready is left alone; made twice, it is the same file',
} as const satisfies Manifest & { trigger: EventTrigger };
