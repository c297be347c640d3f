import { instant } from '../../../packages/domain/clock.ts';
import type { MeasuringDevice } from '../../../packages/domain/duty/measuring-devices.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, stationNotFound } from '../station-of-duties.ts';

type Input = { stationId: string; deviceId: string; validUntil: string; evidence: string } & {
  retiredOn?: string | undefined;
};

/** Keeps until when a measuring device is verified, or since when it is out of use. */
export const keepDevice =
  ({ duties, network, clock }: DutyPorts & { duties: DutyStore }) =>
  async ({ stationId, retiredOn, ...given }: Input, caller: Caller): Promise<Answer> => {
    const station = await network.station(stationId);
    if (!station) throw stationNotFound();
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const before = await duties.measuringDevice(stationId, given.deviceId);
    const device: MeasuringDevice = { ...given, ...(retiredOn === undefined ? {} : { retiredOn }) };
    if (before && !before.retiredOn && !retiredOn && given.validUntil < before.validUntil)
      throw inputRejected([
        {
          field: 'validUntil',
          code: 'earlier-than-before',
          value: given.validUntil,
          allowed: before.validUntil,
        },
      ]);
    const isSame =
      before?.validUntil === device.validUntil &&
      before.evidence === device.evidence &&
      before.retiredOn === device.retiredOn;
    if (!isSame) {
      const changedBy = caller.subject.personId ?? caller.subject.subject;
      await duties.saveDevice(stationId, device, { changedBy, changedAt: instant(clock.now()) });
    }
    return { status: 200, body: { stationId, ...device } };
  };
