import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import {
  reportFormat,
  reportHeaders,
  reportLanguage,
  requestedReportShape,
} from '../../../packages/contracts/report-shapes.ts';

export const input = {
  path: z.strictObject({ auditId }),
  body: z.strictObject({ format: reportFormat, language: reportLanguage }),
};

export const headers = reportHeaders;

export const output = { 202: requestedReportShape };
