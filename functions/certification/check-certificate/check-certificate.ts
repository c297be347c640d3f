import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer } from '../../../packages/lambda/http.ts';
import { type CheckPorts, checkedCertificate } from '../named-certificate.ts';

/** No reason of a decision and no id of person or station: whoever holds the paper learns whether it counts. */
export const checkCertificate =
  ({ clock, ...ports }: CheckPorts & { clock: Clock }) =>
  async ({ number }: { number: string }): Promise<Answer> => {
    const checked = await checkedCertificate(ports, number, localDate(clock.now()));
    if (!checked) throw missing('CertificateNotFound', 'no such certificate');
    const { level, authorisation, issuedOn: _issuedOn, ...facts } = checked;
    return {
      status: 200,
      body: {
        ...facts,
        level: level.code,
        ...(authorisation === undefined ? {} : { authorisation: authorisation.code }),
      },
    };
  };
