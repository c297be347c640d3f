export { queueBatch as input } from '../../../packages/lambda/queue.ts';
