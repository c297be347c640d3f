import { localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { MeasuringDevice } from '../../../packages/domain/duty/measuring-devices.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, stationNotFound } from '../station-of-duties.ts';

type Input = { stationId: string; deviceId: string; validUntil: string; evidence: string } & {
  retiredOn?: string | undefined;
};

/** Two people at one device at the same moment are rare, more of them rarer. */
const attempts = 5;

/** Keeps until when a measuring device is verified, or since when it is out of use. */
export const keepDevice =
  ({ duties, network, clock }: DutyPorts & { duties: DutyStore }) =>
  async ({ stationId, retiredOn, ...given }: Input, caller: Caller): Promise<Answer> => {
    const station = await network.station(stationId);
    if (!station) throw stationNotFound();
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const now = clock.now();
    const device: MeasuringDevice = { ...given, ...(retiredOn === undefined ? {} : { retiredOn }) };
    // Until then it would be in use, and nothing would be owed for it.
    if (retiredOn !== undefined && retiredOn > localDate(now))
      throw inputRejected([
        { field: 'retiredOn', code: 'in-the-future', value: retiredOn, allowed: localDate(now) },
      ]);
    const changedBy = caller.subject.personId ?? caller.subject.subject;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = await duties.measuringDevice(stationId, given.deviceId);
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
      if (
        isSame ||
        (await duties.saveDevice(stationId, device, before, { changedBy, changedAt: instant(now) }))
      )
        return { status: 200, body: { stationId, ...device } };
    }
    throw refused('DutyCaseChanged', 'it kept changing');
  };
