export { streamBatch as input } from '../../../packages/lambda/stream.ts';
