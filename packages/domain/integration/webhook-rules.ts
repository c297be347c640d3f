import type { FieldProblem } from '../errors.ts';
import { partsOfAuditId } from '../ids.ts';

/** Endpoints that there may be (house: one partition, read for every event). */
export const webhooksAtMost = 50;
/** Attempts before a delivery is given up, the first one included (house). The queue keeps to it. */
export const attemptsAtMost = 8;
/** Seconds after a failed attempt: ten seconds, a minute, five, half an hour, two hours, five, ten (house). */
const pauses = [10, 60, 300, 1_800, 7_200, 18_000, 36_000] as const;
/** Hours without a single accepted delivery after which an endpoint is paused (house). */
const pausedAfterHours = 24;
/** Hours for which the secret before is still signed with (house). */
export const secretOverlapHours = 24;
/** Days that a delivery can be looked at and asked for again (house). */
export const deliveryKeptDays = 30;
/** Letters kept of what an endpoint answers (house): enough to see what is wrong, too few to keep a secret. */
export const answerKept = 200;

/** Pause after so many attempts, in seconds. */
export const pauseAfter = (attempts: number): number =>
  pauses[Math.min(Math.max(attempts, 1), pauses.length) - 1] ?? pauses[0];

/** 410 is how an endpoint says that it will never take anything again. */
export const isLastAttempt = (attempts: number, answeredWith: number | undefined): boolean =>
  attempts >= attemptsAtMost || answeredWith === 410;

export const isToBePaused = (failingSince: string, now: number): boolean =>
  now - Date.parse(failingSince) >= pausedAfterHours * 3_600_000;

/**
 * Checks the form of an endpoint's address. Where its name leads is asked at each delivery, because that may change.
 * @param isPublic whether an IP address, written as such, may be called
 */
export function checkWebhookUrl(
  text: string,
  loopbackAllowed: boolean,
  isPublic: (address: string) => boolean,
): FieldProblem[] {
  const refused: FieldProblem[] = [{ field: 'url', code: 'address-not-allowed', allowed: 'webhook address' }];
  if (!URL.canParse(text)) return refused;
  const { protocol, username, password, hostname, hash } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const loopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (username || password || hash) return refused;
  if (loopback) return loopbackAllowed && /^https?:$/.test(protocol) ? [] : refused;
  if (protocol !== 'https:' || /\.(localhost|local|internal)$/.test(host)) return refused;
  const isAddress = host.includes(':') || /^\d+(\.\d+){3}$/.test(host);
  if (isAddress ? !isPublic(host) : !host.includes('.')) return refused;
  return [];
}

/** The station that an event is about, undefined when it is about none. */
export function stationOfEvent(detail: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof detail.stationId === 'string') return detail.stationId;
  return typeof detail.auditId === 'string' ? partsOfAuditId(detail.auditId)?.stationId : undefined;
}

/**
 * What others are told of an event: a change of a campaign is carried out in parts, by shards, and is one fact to them.
 */
export function toldOutside({
  shards: _ours,
  ...fact
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return fact;
}

/**
 * True when an endpoint is told of an event. One that is for a region hears of that region's stations and of nothing
 * else.
 */
export const isConcerned = (
  webhook: { events: readonly string[]; regionId?: string },
  event: { name: string; regionId?: string | undefined },
): boolean =>
  (webhook.events.length === 0 || webhook.events.includes(event.name)) &&
  (webhook.regionId === undefined || webhook.regionId === event.regionId);

/** What is sent, in the form of the Standard Webhooks specification. */
export const webhookBody = (event: { event: string; occurredAt: string; data: object }): string =>
  JSON.stringify({ type: event.event, timestamp: event.occurredAt, data: event.data });

/** The secrets that a delivery is signed with at a time, the newest first. */
export const secretsInForce = (
  kept: { secret: string; previous?: string; previousUntil?: string },
  now: number,
): string[] =>
  kept.previous !== undefined && kept.previousUntil !== undefined && now < Date.parse(kept.previousUntil)
    ? [kept.secret, kept.previous]
    : [kept.secret];
