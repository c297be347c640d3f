import { executionName } from '../../functions/audit/correction-watch.ts';
import type { WatchPhase } from '../../packages/domain/audit/correction-dues.ts';
import { auditId, nonconformityId } from '../../packages/domain/ids.ts';
import type { NonconformityItem } from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import { type AuditStage, auditStage } from './audit-stage.ts';
import { type Answered, demand } from './running-platform.ts';
import type { Story } from './workflow-stage.ts';

export const workflow = 'corrective-action';

/** A nonconformity of a scenario, with the execution that watches its first round. */
export interface Correction {
  id: string;
  station: string;
  master: string;
  campaign: string;
  story: Story;
}

/** Items by severity, of positions that the sample's stations have and the station's auditor may verify. */
const items = {
  minor: ['AU-SA-01', 'AU-SA-02', 'AU-SA-04', 'AU-SA-06', 'AU-MT-02', 'AU-MT-05', 'AU-MT-06'],
  major: ['AU-SA-03', 'AU-SA-05', 'AU-MT-01', 'AU-MT-03', 'AU-MT-07'],
  critical: ['AU-MT-04'],
} as const;

/** The audit's stage with what corrections ask for. */
export interface CorrectionStage extends AuditStage {
  /**
   * Audits a station in which one item fails that has not failed there before, so that no severity is raised.
   */
  raise(severity: keyof typeof items): Promise<Correction>;
  /** Audits a station in which these items fail. */
  audit1(station: string, failing: readonly string[], command?: object): Promise<string>;
  command(user: string, id: string, command: string, body: object): Promise<Answered>;
  /** The same, and it has to be taken. */
  take(user: string, id: string, command: string, body: object): Promise<void>;
  nonconformity(id: string): Promise<NonconformityItem>;
  /** Everything up to the evidence, by the station master, with HQ's approval where that is needed. */
  correct(correction: Correction): Promise<void>;
  /** HQ accepts the evidence that was handed in last. */
  verify(correction: Correction): Promise<void>;
  /** Takes away what nobody watches any more, so that the scan of waits starts nothing again in later scenarios. */
  forgetStopped(): Promise<void>;
  nameOf(id: string, phase?: WatchPhase, round?: number): string;
}

export const words = {
  containment: '立即停用并隔离',
  rootCause: '交接单没有该栏，无人知道要填',
  plan: '修订交接单并写入流程',
  implementation: '新交接单已启用',
  evidence: 'DMS-2026-11-004',
};

export async function correctionStage(options: { data?: string } = {}): Promise<CorrectionStage> {
  const stage = await auditStage(options);
  const used = new Map<string, number>();
  const raised: string[] = [];
  const made: CorrectionStage = Object.assign(stage, {
    async audit1(station: string, failing: readonly string[], command: object = {}) {
      const campaign = await stage.launch([station], command);
      const answer = (item: string) => (failing.includes(item) ? 'not' : 'satisfied');
      await stage.running.answerAll(auditId(campaign, station), stage.masterOf(station), answer);
      await stage.running.platform.idle();
      return campaign;
    },
    async raise(severity: keyof typeof items) {
      const turn = used.get(severity) ?? 0;
      used.set(severity, turn + 1);
      const station = stage.stations[turn % stage.stations.length] ?? '';
      const item = items[severity][Math.floor(turn / stage.stations.length)];
      if (!item) throw new Error(`no ${severity} item is left that has not failed before`);
      const campaign = await made.audit1(station, [item]);
      const id = nonconformityId(campaign, station, item);
      raised.push(id);
      return { id, station, campaign, master: stage.masterOf(station), story: stage.follow(workflow, id) };
    },
    command: (user: string, id: string, command: string, body: object) =>
      stage.running.call(user, 'POST', `/v1/nonconformities/${id}/${command}`, body),
    async take(user: string, id: string, command: string, body: object) {
      demand(await made.command(user, id, command, body), 200);
      await stage.running.platform.idle();
    },
    nonconformity: (id: string) => stage.get<NonconformityItem>(keys.nonconformity(id)),
    async correct({ id, master, story }: Correction) {
      story.note('the station corrects it');
      const { implementation, evidence, ...first } = words;
      const round = ` ${(await made.nonconformity(id)).round}`;
      const said = (texts: Record<string, string>) =>
        Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text + round]));
      await made.take(master, id, 'steps', said(first));
      const { status, submission } = await made.nonconformity(id);
      if (status === 'plan-submitted')
        await made.take('auditor', id, 'plan-decision', { decision: 'approve', submission });
      await made.take(master, id, 'steps', said({ implementation, evidence }));
    },
    async verify({ id, story }: Correction) {
      story.note('HQ accepts the evidence');
      const { submission } = await made.nonconformity(id);
      await made.take('auditor', id, 'verification', { decision: 'accept', submission });
    },
    async forgetStopped() {
      const executions = stage.running.platform.executions.list(
        stage.functionName(workflow),
        'RUNNING',
        1000,
      );
      for (const id of raised)
        if (!executions.some(({ name }) => name.startsWith(id))) await stage.remove(keys.nonconformity(id));
    },
    nameOf: (id: string, phase: WatchPhase = 'correction', round = 1) => executionName(id, phase, round),
  });
  return made;
}
