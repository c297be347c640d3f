import * as z from 'zod/mini';
import {
  auditIdPattern,
  campaignIdPattern,
  certificateNumberPattern,
  certificationIdPattern,
  deliveryIdPattern,
  draftIdPattern,
  editionPattern,
  nonconformityIdPattern,
  onboardingIdPattern,
  positionPattern,
  reportIdPattern,
  scanIdPattern,
  stationIdPattern,
  webhookIdPattern,
} from '../domain/ids.ts';

/** The fields that many schemas share; the message names the format for the reader (see messages.ts). */
export const stationId = z.string().check(z.regex(stationIdPattern, 'station id'));
export const regionId = z.string().check(z.regex(/^reg_[A-Z0-9][A-Z0-9-]{1,19}$/, 'region id'));
export const personId = z.string().check(z.regex(/^per_[A-Z0-9][A-Z0-9-]{1,39}$/, 'person id'));
export const campaignId = z.string().check(z.regex(campaignIdPattern, 'campaign id'));
export const auditId = z.string().check(z.regex(auditIdPattern, 'audit id'));
export const nonconformityId = z.string().check(z.regex(nonconformityIdPattern, 'nonconformity id'));
export const scanId = z.string().check(z.regex(scanIdPattern, 'scan id'));
export const reportId = z.string().check(z.regex(reportIdPattern, 'report id'));
export const webhookId = z.string().check(z.regex(webhookIdPattern, 'webhook id'));
export const deliveryId = z.string().check(z.regex(deliveryIdPattern, 'delivery id'));
export const position = z.string().check(z.regex(positionPattern, 'position code'));
export const draftId = z.string().check(z.regex(draftIdPattern, 'draft id'));
/** What somebody has looked at, so that nothing else is decided upon. */
export const contentHash = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'content hash'));
export const edition = z.string().check(z.regex(editionPattern, 'edition'));
/** As far as days of the calendar go; a day after 9999 would have another form. */
export const instant = z.string().check(
  z.regex(/^(19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/, 'instant'),
  z.refine((text) => !Number.isNaN(Date.parse(text)) && isDay(text.slice(0, 10)), 'instant'),
);
/** A day of the calendar, in China. */
export const day = z.string().check(
  z.regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'date'),
  z.refine((text) => isDay(text), 'date'),
);
/** 30 February would be read as a day in March. */
const isDay = (text: string) => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};
/** `YYYY-MM`. */
export const month = z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'month'));
export const onboardingId = z.string().check(z.regex(onboardingIdPattern, 'onboarding id'));
export const certificationId = z.string().check(z.regex(certificationIdPattern, 'certification id'));
export const certificateNumber = z.string().check(z.regex(certificateNumberPattern, 'certificate number'));
export const cursor = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,400}$/, 'cursor'));
/** Query strings carry text; a page holds 1…1000 entries. */
export const limit = z.pipe(
  z.pipe(
    z.string().check(z.regex(/^\d{1,4}$/, '1…1000')),
    z.transform((text: string) => Number(text)),
  ),
  z.number().check(z.minimum(1), z.maximum(1000)),
);
export const grade = z.enum(['A', 'B', 'C', 'D']);
