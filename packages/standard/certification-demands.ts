import type { PositionCode } from './edition-rules.ts';
import type { Edition } from './schema.ts';

/** The certificates that an edition asks of whoever holds a position. */
export interface CertificationDemand {
  /** Levels of the position's own certificate, the lowest first: that one is asked of everybody. */
  levels: string[];
  /** Certificates of other positions that come before it. */
  before: { position: PositionCode; level: string }[];
}
export type CertificationDemands = Record<PositionCode, CertificationDemand>;

export const certificationDemands = ({ positions }: Edition): CertificationDemands =>
  Object.fromEntries(
    positions.map(({ code, certification, prerequisites }) => [
      code,
      {
        levels: certification.levels,
        before: prerequisites.flatMap((one) =>
          one.kind === 'certified-as' ? [{ position: one.position, level: one.level }] : [],
        ),
      },
    ]),
  );
