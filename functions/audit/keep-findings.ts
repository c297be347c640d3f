import { compareFindings, type WaitFound } from '../../packages/domain/audit/wait-findings.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import type { FindingPlace } from '../../packages/table/keys.ts';
import type { FindingStore } from '../../packages/table/stores/finding-store.ts';

/** Opens what is new at a place and closes what is mended; the table's stream tells of the former. */
export async function keepFindings(
  ports: { findings: FindingStore; clock: Clock },
  place: FindingPlace,
  found: readonly WaitFound[],
  date: string,
): Promise<void> {
  const { opened, mended } = compareFindings(await ports.findings.findingsAt(place), found, date);
  for (const finding of opened) await ports.findings.openFinding(place, finding, date);
  for (const finding of mended) await ports.findings.closeFinding(finding, instant(ports.clock.now()));
}
