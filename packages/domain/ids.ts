/**
 * Ids carry their kind. Where a thing has a business key the id is made from it, so that a repeated command
 * meets the same item: `stn_SD-JN-001`, `aud_<campaign>_<station>`.
 */
export const codePattern = /^[A-Z0-9][A-Z0-9-]{1,19}$/;

export const regionId = (code: string) => `reg_${code}`;
export const stationId = (code: string) => `stn_${code}`;
export const personId = (code: string) => `per_${code}`;
export const campaignId = (unique: string) => `cmp_${unique}`;
export const scanId = (unique: string) => `scn_${unique}`;
export const reportId = (unique: string) => `rep_${unique}`;
export const webhookId = (unique: string) => `whk_${unique}`;
export const deliveryId = (unique: string) => `msg_${unique}`;
export const draftId = (name: string) => `dft_${name}`;

export const stationIdPattern = /^stn_[A-Z0-9][A-Z0-9-]{1,19}$/;
export const campaignIdPattern = /^cmp_[0-9a-z]{10,32}$/;
export const auditIdPattern = /^aud_[0-9a-z]{10,32}_[A-Z0-9][A-Z0-9-]{1,19}$/;
export const nonconformityIdPattern = /^ncf_[0-9a-z]{10,32}_[A-Z0-9][A-Z0-9-]{1,19}_[A-Z][A-Z0-9-]{1,11}$/;
export const scanIdPattern = /^scn_[0-9a-z-]{8,26}$/;
export const reportIdPattern = /^rep_[0-9a-f]{26}$/;
export const webhookIdPattern = /^whk_[0-9a-z]{26}$/;
export const deliveryIdPattern = /^msg_[0-9a-f]{26}$/;
export const onboardingIdPattern = /^onb_[A-Z0-9][A-Z0-9-]{1,39}_[A-Z0-9][A-Z0-9-]{1,19}_[A-Z]{2,4}_\d{8}$/;
export const certificationIdPattern = /^crt_[A-Z0-9][A-Z0-9-]{1,39}_[A-Z]{2,4}_[A-Za-z0-9-]{1,24}_\d{8}$/;
export const certificateNumberPattern = /^SK-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$/;
export const dutyIdPattern = /^R\d{2}$/;
export const dutyCaseIdPattern = /^cas_\d{8}_R\d{2}_[0-9a-f]{16}$/;
/** Of a stretch of time, or of a case, which counts its own. */
export const dutyRecordIdPattern = /^(rec_\d{8}_R\d{2}_[0-9a-f]{16}|cas_\d{8}_R\d{2}_[0-9a-f]{16}_\d{1,3})$/;
export const positionPattern = /^[A-Z]{2,4}$/;
export const editionPattern = /^[1-9][0-9]{0,4}$/;
/** Its author names a draft, so that saying it again means the same one. */
export const draftIdPattern = /^dft_[A-Z0-9][A-Z0-9-]{0,29}$/;

/** One audit per campaign and station: the id is the business key. Also the execution's name (at most 56 characters). */
export const auditId = (campaign: string, station: string) =>
  `aud_${campaign.slice('cmp_'.length)}_${station.slice('stn_'.length)}`;

/** The campaign and the station that an audit id names; null when the text is not an audit id. */
export function partsOfAuditId(id: string): { campaignId: string; stationId: string } | null {
  if (!auditIdPattern.test(id)) return null;
  const [, campaign, station] = id.split('_') as [string, string, string];
  return { campaignId: campaignId(campaign), stationId: stationId(station) };
}

/** One nonconformity per campaign, station and item; the item is a position's code when the position was not shown. */
export const nonconformityId = (campaign: string, station: string, item: string) =>
  `ncf_${campaign.slice('cmp_'.length)}_${station.slice('stn_'.length)}_${item}`;

/** What a nonconformity's id names; null when the text is no such id. */
export function partsOfNonconformityId(
  id: string,
): { campaignId: string; stationId: string; item: string } | null {
  if (!nonconformityIdPattern.test(id)) return null;
  const [, campaign, station, item] = id.split('_') as [string, string, string, string];
  return { campaignId: campaignId(campaign), stationId: stationId(station), item };
}

const digits = (date: string) => date.replaceAll('-', '');
const codeOf = (id: string) => id.slice(id.indexOf('_') + 1);

/** One onboarding per person, station, position and first day; also the execution's name (at most 79 characters). */
export const onboardingId = (person: string, station: string, position: string, since: string) =>
  `onb_${codeOf(person)}_${codeOf(station)}_${position}_${digits(since)}`;

/** The person that an onboarding's id names; null when the text is no such id. */
export const personOfOnboarding = (id: string): string | null =>
  onboardingIdPattern.test(id) ? personId(id.split('_')[1] as string) : null;

/** One way per person, position, level or authorisation and day on which it began. */
export const certificationId = (person: string, position: string, what: string, on: string) =>
  `crt_${codeOf(person)}_${position}_${what}_${digits(on)}`;

export const personOfCertification = (id: string): string | null =>
  certificationIdPattern.test(id) ? personId(id.split('_')[1] as string) : null;

/**
 * A record of a stretch of time: its last day, so that a month is found as one range, the duty, and a digest of what
 * else tells it apart.
 */
export const dutyRecordId = (last: string, dutyId: string, hash: string) =>
  `rec_${digits(last)}_${dutyId}_${hash.slice(0, 16)}`;

/** One case per event, duty and rule; the last day on which it is in time leads. */
export const dutyCaseId = (due: string, dutyId: string, hash: string) =>
  `cas_${digits(due)}_${dutyId}_${hash.slice(0, 16)}`;

/** What the id of a record or a case says; null when the text is no such id. */
export function partsOfDutyId(
  id: string,
): { kind: 'record' | 'case'; day: string; dutyId: string; hash: string; number?: number } | null {
  if (!dutyRecordIdPattern.test(id) && !dutyCaseIdPattern.test(id)) return null;
  const [prefix, day, dutyId, hash, number] = id.split('_') as [string, string, string, string, string?];
  return {
    kind: prefix === 'rec' ? 'record' : 'case',
    day: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
    dutyId,
    hash,
    ...(number === undefined ? {} : { number: Number(number) }),
  };
}
