import { refused } from '../../../packages/domain/errors.ts';
import { type TriedStandard, whatIf } from '../../../packages/domain/staffing/what-if.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { diffEditions } from '../../../packages/standard/diff-editions.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type ContentPorts, demandVersion, type Version } from '../edition-content.ts';
import { everyStation, listed, triedStandard } from '../tried-network.ts';

interface Ports extends ContentPorts {
  network: NetworkStore;
}

const listedUnlessTold = 20;

/** Both are held against the edition in force, side by side; the stations are those that change from left to right. */
export const compareEditions =
  (ports: Ports) =>
  async (
    {
      left = 'current',
      right = 'current',
      limit = listedUnlessTold,
    }: { left?: string | undefined; right?: string | undefined; limit?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const [inForce, one, other, stations] = await Promise.all([
      demandVersion(ports, 'current'),
      demandVersion(ports, left),
      demandVersion(ports, right),
      everyStation(ports.network),
    ]);
    const [now, l, r] = [inForce, one, other].map(({ content }) => triedStandard(content)) as [
      TriedStandard,
      TriedStandard,
      TriedStandard,
    ];
    const side = ({ version, content }: Version, tried: TriedStandard) => {
      const { changed: _changed, ...consequences } = whatIf(now, tried, stations.values());
      return { version, edition: content.about.number, ...consequences };
    };
    return {
      status: 200,
      body: {
        against: inForce.version,
        difference: diffEditions(one.content, other.content),
        left: side(one, l),
        right: side(other, r),
        ...listed(whatIf(l, r, stations.values()).changed, limit, null),
      },
    };
  };
