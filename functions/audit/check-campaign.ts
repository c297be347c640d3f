import { checkWindow } from '../../packages/domain/audit/campaign-window.ts';
import { instant } from '../../packages/domain/clock.ts';
import { type FieldProblem, inputRejected, missing } from '../../packages/domain/errors.ts';
import { allShards, shardsOf } from '../../packages/domain/shards.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { AuditMode, CampaignItem } from '../../packages/table/items.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

export interface CampaignForm {
  scope: { kind: 'network' } | { kind: 'regions' | 'stations'; ids: string[] };
  positions?: string[] | undefined;
  mode?: AuditMode | undefined;
  review?: 'hq' | 'none' | undefined;
  pilot?: string[] | undefined;
  edition?: string | undefined;
  opensAt?: string | undefined;
  dueAt: string;
  closesAt: string;
}

export interface CheckedCampaign {
  rules: EditionRules;
  facts: Pick<
    CampaignItem,
    | 'edition'
    | 'positions'
    | 'scope'
    | 'mode'
    | 'review'
    | 'opensAt'
    | 'dueAt'
    | 'closesAt'
    | 'shards'
    | 'pilot'
  >;
}

/**
 * A campaign's form held against edition, network and clock; what comes out is what a launch writes.
 * @throws EditionNotFound; InputRejected with every problem of the form
 */
export async function checkCampaign(
  ports: { editions: EditionStore; network: NetworkStore },
  form: CampaignForm,
  now: number,
): Promise<CheckedCampaign> {
  const edition = form.edition ?? (await ports.editions.currentEdition());
  const rules = edition === null ? null : await ports.editions.editionRules(edition);
  if (!edition || !rules) throw missing('EditionNotFound', 'no such edition');
  const opensAt = form.opensAt ?? instant(now);
  const problems: FieldProblem[] = checkWindow({ opensAt, dueAt: form.dueAt, closesAt: form.closesAt }, now);
  const codes = rules.positions.map((position) => position.code);
  form.positions?.forEach((code, i) => {
    if (!codes.includes(code))
      problems.push({
        field: `positions[${i}]`,
        code: 'unknown-position',
        value: code,
        allowed: codes.join(', '),
      });
  });
  if (form.mode === 'on-site' && form.review === 'hq')
    problems.push({ field: 'review', code: 'nothing-to-review', value: 'hq', allowed: 'none' });
  problems.push(
    ...(await unknownTargets(ports.network, form.scope, 'scope.ids')),
    ...(form.pilot
      ? await unknownTargets(ports.network, { kind: 'stations', ids: form.pilot }, 'pilot')
      : []),
    ...outsideScope(form),
  );
  if (problems.length > 0) throw inputRejected(problems);

  const ids = form.scope.kind === 'network' ? [] : [...new Set(form.scope.ids)].sort();
  return {
    rules,
    facts: {
      edition,
      positions: [...new Set(form.positions ?? [])],
      scope: { kind: form.scope.kind, ids },
      mode: form.mode ?? 'self',
      review: form.mode !== 'on-site' && form.review !== 'none',
      opensAt: instant(Date.parse(opensAt)),
      dueAt: instant(Date.parse(form.dueAt)),
      closesAt: instant(Date.parse(form.closesAt)),
      ...(form.pilot ? { pilot: [...new Set(form.pilot)].sort() } : {}),
      shards: form.scope.kind === 'stations' ? shardsOf(ids) : [...allShards],
    },
  };
}

/** A pilot is a part of the campaign; in a campaign over regions the opening itself leaves out what is elsewhere. */
function outsideScope({ scope, pilot = [] }: CampaignForm): FieldProblem[] {
  if (scope.kind !== 'stations') return [];
  return pilot.flatMap((id, i) =>
    scope.ids.includes(id)
      ? []
      : [
          {
            field: `pilot[${i}]`,
            code: 'outside-scope',
            value: id,
            allowed: scope.ids.slice(0, 20).join(', '),
          },
        ],
  );
}

async function unknownTargets(
  network: NetworkStore,
  scope: CampaignForm['scope'],
  field: string,
): Promise<FieldProblem[]> {
  if (scope.kind === 'network') return [];
  const known =
    scope.kind === 'regions'
      ? new Set((await network.allRegions()).map((region) => region.regionId))
      : await network.existingStations(scope.ids);
  return scope.ids.flatMap((id, i) =>
    known.has(id)
      ? []
      : [
          {
            field: `${field}[${i}]`,
            code: scope.kind === 'regions' ? 'unknown-region' : 'unknown-station',
            value: id,
            ...(scope.kind === 'regions' ? { allowed: [...known].join(', ') } : {}),
          },
        ],
  );
}
