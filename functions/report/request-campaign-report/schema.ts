import * as z from 'zod/mini';
import { campaignId, regionId } from '../../../packages/contracts/fields.ts';
import {
  reportFormat,
  reportHeaders,
  reportLanguage,
  requestedReportShape,
} from '../../../packages/contracts/report-shapes.ts';

export const input = {
  path: z.strictObject({ campaignId }),
  body: z.strictObject({
    format: reportFormat,
    language: reportLanguage,
    /** Only this region's stations; a region manager gets the own region in any case. */
    regionId: z.optional(regionId),
  }),
};

export const headers = reportHeaders;

export const output = { 202: requestedReportShape };
