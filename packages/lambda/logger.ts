import { Logger } from '@aws-lambda-powertools/logger';

/** Structured lines with business keys and never personal data; one line when a function starts work is enough. */
export const logger = new Logger({ serviceName: 'stationkeeper' });
