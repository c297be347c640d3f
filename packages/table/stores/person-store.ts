import { PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Certificate } from '../../domain/certification/certificate.ts';
import {
  type Certification,
  type CertificationMove,
  certificationMoves,
} from '../../domain/certification/certification.ts';
import type { Onboarding, OnboardingMove } from '../../domain/onboarding/onboarding.ts';
import { onboardingMoves } from '../../domain/onboarding/onboarding.ts';
import type { WaitItem } from '../items.ts';
import { type IndexKey, type Key, keys, tableIndex } from '../keys.ts';
import type {
  CertificateItem,
  CertificateNumberItem,
  CertificationItem,
  EmploymentItem,
  HandOverItem,
  MentoringItem,
  OnboardingItem,
} from '../people-items.ts';
import { getItem, getItems, prefixed, queryAll, tried } from '../requests.ts';
import type { Table } from '../table.ts';

export type PersonStore = ReturnType<typeof personStore>;
/** With its place in the lists of what is open, which it loses when it is over. */
export type Way = (OnboardingItem | CertificationItem | HandOverItem) & Partial<IndexKey>;

/** Everything that is kept of a person at work. */
export interface PersonFile {
  employment: EmploymentItem | null;
  onboardings: OnboardingItem[];
  certifications: CertificationItem[];
  certificates: CertificateItem[];
  handOvers: HandOverItem[];
}

/** Who changes something, and when. */
export interface ChangedBy {
  changedBy: string;
  changedAt: string;
}

const withoutKeys = <T extends object>(item: T): T => {
  const {
    pk: _pk,
    sk: _sk,
    gsi1pk: _gsi1pk,
    gsi1sk: _gsi1sk,
    ...facts
  } = item as T & Partial<Key & IndexKey>;
  return facts as T;
};

const onboardingItem = (onboarding: Onboarding, changed: ChangedBy) => ({
  ...withoutKeys(onboarding),
  ...keys.onboarding(onboarding.onboardingId),
  ...(onboarding.status === 'open' || onboarding.status === 'certifying'
    ? keys.wayIndex(onboarding.regionId, onboarding.stationId, onboarding.onboardingId, false)
    : {}),
  type: 'onboarding' as const,
  v: 1 as const,
  ...changed,
});

const certificationItem = (certification: Certification, atHq: boolean, changed: ChangedBy) => ({
  ...withoutKeys(certification),
  ...keys.certification(certification.certificationId),
  ...(certification.status === 'certified' || certification.status === 'ended'
    ? {}
    : keys.wayIndex(certification.regionId, certification.stationId, certification.certificationId, atHq)),
  type: 'certification' as const,
  v: 1 as const,
  ...changed,
});

const certificateItem = (certificate: Certificate, changed: ChangedBy) => {
  const { regionId, stationId, validUntil, number, revoked, replacedBy } = certificate;
  return {
    ...withoutKeys(certificate),
    ...keys.certificate(certificate.certificationId),
    ...(regionId && stationId && !revoked && replacedBy === undefined
      ? keys.certificateIndex(regionId, stationId, validUntil, number)
      : {}),
    type: 'certificate' as const,
    v: 1 as const,
    ...changed,
  };
};

export function personStore(table: Table) {
  const TableName = table.name;

  /** Writes over an item of the revision before, if its status allows the moves. */
  const advance = (
    item: object & { revision: number; status: string },
    moves: readonly { from: readonly string[]; to: string }[],
  ) => {
    const from = moves[0]?.from ?? [item.status];
    const values = Object.fromEntries(from.map((status, i) => [`:from${i}`, status]));
    return {
      TableName,
      Item: item,
      ConditionExpression: `revision = :revision AND #status IN (${Object.keys(values).join(', ')})`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ...values, ':revision': item.revision - 1 },
    };
  };

  /** A certificate and its number, each there once. */
  const putsOfCertificate = (certificate: Certificate, holder: string | undefined, changed: ChangedBy) => {
    const number: CertificateNumberItem = {
      type: 'certificate-number',
      v: 1,
      number: certificate.number,
      certificationId: certificate.certificationId,
      ...(holder === undefined ? {} : { holder }),
    };
    return [
      certificateItem(certificate, changed),
      { ...keys.certificateNumber(number.number), ...number },
    ].map((Item) => ({ Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } }));
  };

  async function waysIn(partition: string, stationId: string | undefined, limit: number, after?: string) {
    const page = await table.client.send(
      new QueryCommand({
        TableName,
        IndexName: tableIndex,
        KeyConditionExpression: after
          ? 'gsi1pk = :pk AND gsi1sk > :after'
          : stationId
            ? 'gsi1pk = :pk AND begins_with(gsi1sk, :station)'
            : 'gsi1pk = :pk',
        ExpressionAttributeValues: {
          ':pk': partition,
          ...(after ? { ':after': after } : stationId ? { ':station': `${stationId}#` } : {}),
        },
        Limit: limit,
      }),
    );
    const rows = (page.Items ?? []) as (Key & IndexKey)[];
    const own = stationId ? rows.filter(({ gsi1sk }) => gsi1sk.startsWith(`${stationId}#`)) : rows;
    const items = await getItems<Way>(table, own);
    const last = own.at(-1);
    return { items, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk } : {}) };
  }

  return {
    /** One query for everything; a person has a few dozen items at most. */
    async personFile(personId: string, consistent = false): Promise<PersonFile> {
      const items = await queryAll<{ type: string }>(table, keys.personnel(personId).pk, { consistent });
      const of = <T>(type: string) => items.filter((item) => item.type === type) as T[];
      return {
        employment: of<EmploymentItem>('employment')[0] ?? null,
        onboardings: of<OnboardingItem>('onboarding'),
        certifications: of<CertificationItem>('certification'),
        certificates: of<CertificateItem>('certificate'),
        handOvers: of<HandOverItem>('hand-over'),
      };
    },

    employment: (personId: string, consistent: boolean): Promise<EmploymentItem | null> =>
      getItem(table, keys.employment(personId), consistent),

    onboarding: (onboardingId: string, consistent = false): Promise<OnboardingItem | null> =>
      getItem(table, keys.onboarding(onboardingId), consistent),

    certification: (certificationId: string, consistent = false): Promise<CertificationItem | null> =>
      getItem(table, keys.certification(certificationId), consistent),

    mentoring: (personId: string): Promise<MentoringItem | null> =>
      getItem(table, keys.mentoring(personId), true),

    handOver: (personId: string, stationId: string, on: string): Promise<HandOverItem | null> =>
      getItem(table, keys.handOver(personId, stationId, on), true),

    wayWait: (personId: string, of: string, consistent: boolean): Promise<WaitItem | null> =>
      getItem(table, keys.wayWait(personId, of), consistent),

    /** Whose certificate this is; the number itself says nothing about the person. */
    async certificateByNumber(number: string): Promise<CertificateItem | null> {
      const found = await getItem<CertificateNumberItem>(table, keys.certificateNumber(number));
      return found ? getItem(table, keys.certificate(found.certificationId)) : null;
    },

    /** What a number leads to, with the holder's masked name. */
    async certificateToCheck(
      number: string,
    ): Promise<{ certificate: CertificateItem; holder?: string | undefined } | null> {
      const found = await getItem<CertificateNumberItem>(table, keys.certificateNumber(number));
      const certificate =
        found && (await getItem<CertificateItem>(table, keys.certificate(found.certificationId)));
      return certificate ? { certificate, holder: found.holder } : null;
    },

    /** The station that a person belongs to, as the index knows it. */
    async stationOfPerson(personId: string): Promise<string | null> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.personIndex(personId, '').gsi1pk },
          Limit: 1,
        }),
      );
      return ((page.Items ?? [])[0]?.gsi1sk as string | undefined) ?? null;
    },

    /** What is not over at a station, or in a region; the station's own turn. */
    ways: (regionId: string, stationId: string | undefined, limit: number, after?: string) =>
      waysIn(keys.wayIndex(regionId, '', '', false).gsi1pk, stationId, limit, after),

    /** The same where it is HQ's turn. */
    waysAtHq: (regionId: string, stationId: string | undefined, limit: number, after?: string) =>
      waysIn(keys.wayIndex(regionId, '', '', true).gsi1pk, stationId, limit, after),

    /** Keys of everything that is open in a region, by station; nothing of the items themselves is read. */
    async wayKeys(regionId: string): Promise<Map<string, (Key & IndexKey)[]>> {
      const found = new Map<string, (Key & IndexKey)[]>();
      for (const atHq of [false, true]) {
        let start: Record<string, unknown> | undefined;
        do {
          const page = await table.client.send(
            new QueryCommand({
              TableName,
              IndexName: tableIndex,
              KeyConditionExpression: 'gsi1pk = :pk',
              ExpressionAttributeValues: { ':pk': keys.wayIndex(regionId, '', '', atHq).gsi1pk },
              ExclusiveStartKey: start,
            }),
          );
          for (const { pk, sk, gsi1pk, gsi1sk } of (page.Items ?? []) as (Key & IndexKey)[]) {
            const stationId = gsi1sk.split('#')[0] ?? '';
            found.set(stationId, [...(found.get(stationId) ?? []), { pk, sk, gsi1pk, gsi1sk }]);
          }
          start = page.LastEvaluatedKey;
        } while (start);
      }
      return found;
    },

    waysByKeys: (wanted: readonly Key[]): Promise<Way[]> => getItems<Way>(table, wanted),

    /** Certificates of a station, or of a region; with `until` only those that end by then. */
    async certificatesIn(
      regionId: string,
      options: {
        stationId?: string | undefined;
        until?: string | undefined;
        limit: number;
        after?: string | undefined;
      },
    ): Promise<{ items: CertificateItem[]; next?: string }> {
      const { stationId, until, limit, after } = options;
      const found: (Key & IndexKey)[] = [];
      const [first, last] = stationId ? [`${stationId}#`, `${stationId}#~`] : [' ', '~'];
      let place = after;
      for (;;) {
        // A place is a text of the caller's: before the station it would show others, behind it there is nothing.
        const from = place && `${place}!` > first ? `${place}!` : first;
        if (from > last) return { items: await getItems(table, found) };
        const page = await table.client.send(
          new QueryCommand({
            TableName,
            IndexName: tableIndex,
            KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': keys.certificateIndex(regionId, '', '', '').gsi1pk,
              ':from': from,
              ':to': last,
            },
          }),
        );
        for (const row of (page.Items ?? []) as (Key & IndexKey)[]) {
          place = row.gsi1sk;
          const day = row.gsi1sk.split('#')[1] ?? '';
          if (until === undefined || day <= until) found.push(row);
          if (found.length === limit) return { items: await getItems(table, found), next: place };
        }
        if (!page.LastEvaluatedKey) return { items: await getItems(table, found) };
      }
    },

    /** @returns false when it is there already */
    openOnboarding: (onboarding: Onboarding, changed: ChangedBy): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: onboardingItem(onboarding, changed),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    /** @returns false when somebody was faster */
    advanceOnboarding: (
      next: Onboarding,
      moves: readonly OnboardingMove[],
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand(
            advance(
              onboardingItem(next, changed),
              moves.map((move) => onboardingMoves[move]),
            ),
          ),
        ),
      ),

    /** @returns false when somebody was faster */
    nameMentor: (personId: string, trainees: Record<string, string>, before: MentoringItem | null) =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keys.mentoring(personId),
              ...{ type: 'mentoring', v: 1, personId, trainees, revision: (before?.revision ?? 0) + 1 },
            },
            ...(before
              ? {
                  ConditionExpression: 'revision = :revision',
                  ExpressionAttributeValues: { ':revision': before.revision },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),

    /** @returns false when it is there already */
    openCertification: (certification: Certification, atHq: boolean, changed: ChangedBy): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: certificationItem(certification, atHq, changed),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    /**
     * @param atHq whether it is HQ's turn now
     * @returns false when somebody was faster
     */
    advanceCertification: (
      next: Certification,
      moves: readonly CertificationMove[],
      atHq: boolean,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand(
            advance(
              certificationItem(next, atHq, changed),
              moves.map((move) => certificationMoves[move]),
            ),
          ),
        ),
      ),

    /**
     * Issues a certificate and closes its way, and puts the one before out of use, in one transaction.
     * @param holder masked
     * @returns false when it was issued before, or the way is not approved
     */
    issueCertificate: (
      certificate: Certificate,
      certified: Certification,
      before: Certificate | null,
      holder: string | undefined,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              ...putsOfCertificate(certificate, holder, changed),
              { Put: advance(certificationItem(certified, false, changed), [certificationMoves.certify]) },
              ...(before
                ? [
                    {
                      Put: {
                        TableName,
                        Item: certificateItem(
                          { ...before, replacedBy: certificate.number, revision: before.revision + 1 },
                          changed,
                        ),
                        ConditionExpression: 'revision = :revision',
                        ExpressionAttributeValues: { ':revision': before.revision },
                      },
                    },
                  ]
                : []),
            ],
          }),
        ),
      ),

    /** @returns false when one of that id is there already, or the number is taken */
    takeOverCertificate: (
      certificate: Certificate,
      holder: string | undefined,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new TransactWriteCommand({ TransactItems: putsOfCertificate(certificate, holder, changed) }),
        ),
      ),

    /**
     * The same for several, whole or not at all.
     * @param taken `certificatesAtOnce` at most, with the holders' masked names
     */
    takeOverCertificates: (
      taken: readonly { certificate: Certificate; holder: string | undefined }[],
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: taken.flatMap(({ certificate, holder }) =>
              putsOfCertificate(certificate, holder, changed),
            ),
          }),
        ),
      ),

    /** @returns false when somebody was faster */
    changeCertificate: (next: Certificate, changed: ChangedBy): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: certificateItem(next, changed),
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': next.revision - 1 },
          }),
        ),
      ),

    /**
     * Takes a position out of an open hand-over, because the person does its work again; without any it is withdrawn.
     * @returns false when it changed since it was read
     */
    takeBack: (handOver: HandOverItem, position: string, changed: ChangedBy): Promise<boolean> => {
      const positions = handOver.positions.filter((code) => code !== position);
      const isOver = positions.length === 0;
      return tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.handOver(handOver.personId, handOver.stationId, handOver.on),
            UpdateExpression: `SET ${isOver ? '#status = :withdrawn' : 'positions = :positions'}, changedBy = :changedBy, changedAt = :changedAt${isOver ? ' REMOVE gsi1pk, gsi1sk' : ''}`,
            ConditionExpression: '#status = :open AND changedAt = :before',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ...(isOver ? { ':withdrawn': 'withdrawn' } : { ':positions': positions }),
              ':open': 'open',
              ':before': handOver.changedAt,
              ...prefixed(changed),
            },
          }),
        ),
      );
    },

    /** @returns false when it is done already, or not there */
    finishHandOver: (handOver: HandOverItem, evidence: string, changed: ChangedBy): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.handOver(handOver.personId, handOver.stationId, handOver.on),
            UpdateExpression:
              'SET #status = :done, evidence = :evidence, changedBy = :changedBy, changedAt = :changedAt REMOVE gsi1pk, gsi1sk',
            ConditionExpression: '#status = :open',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':done': 'done',
              ':open': 'open',
              ':evidence': evidence,
              ':changedBy': changed.changedBy,
              ':changedAt': changed.changedAt,
            },
          }),
        ),
      ),
  };
}
