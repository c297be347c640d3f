import type { OpenBreach } from '../domain/compliance/compare-breaches.ts';
import type { Totals } from '../domain/compliance/totals.ts';

// Shapes of the items of compliance. None of them holds a name; people stand in them by their ids.

/** Everything that the rules look at, of one station, kept from the stream; below 4 KB (at 20 people about 2). */
export interface StationFactsItem {
  type: 'station-facts';
  v: 1;
  stationId: string;
  regionId: string;
  /** When the reading began that they are from: what was read later counts. */
  readAt: string;
  /** As `pack-facts.ts` writes it. */
  facts: string;
}

/** What is open at a station, as the last scan that changed it found; nothing is written when nothing changed. */
export interface ComplianceItem {
  type: 'compliance';
  v: 1;
  stationId: string;
  regionId: string;
  /** The instant for which it was reckoned; a scan for an earlier one leaves it alone. */
  at: string;
  scanId: string;
  open: OpenBreach[];
  /** What that scan changed, so that a repeat of it counts the same. */
  opened: number;
  worsened: number;
  closed: number;
  /** Fingerprint of the station's newest snapshot. */
  snapshot: string;
}

/** How a station stood from a day on, until its next snapshot. */
export interface SnapshotItem {
  type: 'snapshot';
  v: 1;
  stationId: string;
  regionId: string;
  /** The instant for which it was reckoned, in milliseconds; its day is the sort key. */
  at: number;
  /** A `StationStatus` as JSON. */
  status: string;
}

/** Sums of a shard's stations from a day on, until its next one. */
export interface ComplianceDayItem {
  type: 'compliance-day';
  v: 1;
  shard: number;
  date: string;
  at: string;
  /** Region → totals. */
  regions: Record<string, Totals>;
}

/** What a scan looks at; neither names the whole network. */
export interface ScanScope {
  regionId?: string;
  stationId?: string;
}

/** A scan, and what it has come to. */
export interface ScanItem {
  type: 'scan';
  v: 1;
  scanId: string;
  scope: ScanScope;
  /** The instant that everything is reckoned for, however late a part of it runs. */
  at: string;
  /** The day of it in China. */
  date: string;
  edition: string;
  shards: number;
  /** Shards that are still to be looked at; the attribute is gone when none is. */
  pendingShards?: Set<number>;
  stations: number;
  opened: number;
  worsened: number;
  closed: number;
  open: number;
  /** Stations whose facts could not be read. */
  unreadable: number;
  requestedBy: string;
  /** Who let it go on after it had stopped, and when. */
  resumedBy?: string;
  resumedAt?: string;
  /** Seconds since the epoch. */
  ttl: number;
}
