import { localDate } from '../../../packages/domain/calendar.ts';
import { Failure } from '../../../packages/domain/errors.ts';
import { scanId } from '../../../packages/domain/ids.ts';
import { openScan, type ScanPorts } from '../open-scan.ts';

/** One scan a day, reckoned for the time it was meant for. Before there is a standard there is nothing to look for. */
export const beginDailyScan =
  (ports: ScanPorts) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ scanId: string | null }> => {
    const at = Date.parse(scheduledAt);
    const id = scanId(localDate(at));
    try {
      await openScan(ports, { scanId: id, scope: {}, at, requestedBy: 'begin-daily-scan' });
      return { scanId: id };
    } catch (error) {
      if (error instanceof Failure && error.name === 'EditionNotFound') return { scanId: null };
      throw error;
    }
  };
