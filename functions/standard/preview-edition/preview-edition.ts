import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import { whatIf } from '../../../packages/domain/staffing/what-if.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type ContentPorts, demandSound, demandVersion } from '../edition-content.ts';
import { everyStation, listed, triedStandard } from '../tried-network.ts';

interface Input {
  version?: string | undefined;
  content?: Record<string, unknown> | undefined;
  list?: number | undefined;
  explain?: boolean | undefined;
}

interface Ports extends ContentPorts {
  network: NetworkStore;
}

const listedUnlessTold = 100;
/** More of them with their lines would be more than an answer holds. */
const explainedAtMost = 500;

/** The draft is held against the edition in force. */
export const previewEdition =
  (ports: Ports) =>
  async (
    { version, content, list = listedUnlessTold, explain = false }: Input,
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    if ((version === undefined) === (content === undefined))
      throw inputRejected([{ field: 'version', code: 'one-of-two', allowed: 'version, content' }]);
    if (explain && list > explainedAtMost)
      throw inputRejected([
        { field: 'list', code: 'too-big', value: String(list), allowed: String(explainedAtMost) },
      ]);
    const edition = content ? demandSound(content) : (await demandVersion(ports, version ?? '')).content;
    const [inForce, stations] = await Promise.all([
      demandVersion(ports, 'current'),
      everyStation(ports.network),
    ]);
    const draft = triedStandard(edition);
    const { changed, ...consequences } = whatIf(triedStandard(inForce.content), draft, stations.values());
    return {
      status: 200,
      body: {
        against: inForce.version,
        ...consequences,
        ...listed(changed, list, explain ? { by: draft, stations } : null),
      },
    };
  };
