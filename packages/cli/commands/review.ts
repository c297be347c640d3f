import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import { UserError } from '../problem.ts';
import { readAnswers, readJson } from '../read-json.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Given {
  item: string;
  answer: string;
  remark?: string;
  evidence?: string;
}
interface Submitted {
  positions: { position: string; answers: Given[]; sentBack: string | null }[];
  corrections: { position: string; item: string; answer: string; reason: string }[];
}
interface ToReview {
  auditId: string;
  stationId: string;
  name: string;
  round: number;
}
interface Appeal {
  auditId: string;
  stationId: string;
  position: string;
  item: string;
  counted: string;
  claimed: string;
  status: string;
  dueAt: string;
  scoreBefore?: number;
  scoreAfter?: number;
}

const auditPath = (id: string) => `/v1/audits/${encodeURIComponent(id)}`;
const positionPath = (id: string, position: string) =>
  `${auditPath(id)}/positions/${encodeURIComponent(position)}`;

/** What happens to an audit between its opening and its result: drafts, parts given away, the review, disputes. */
export function reviewCommands(audit: Command, shell: Shell): void {
  audit
    .command('draft <audit> <position> [file]')
    .summary('查看或保存草稿(JSON)· show a draft, or keep one from a JSON file')
    .action(async (auditId: string, position: string, file: string | undefined) => {
      const path = `${positionPath(auditId, position)}/draft`;
      const { words } = shell.context();
      shell.printJson(
        await (file
          ? shell.api().call('PUT', path, readAnswers(file, words))
          : shell.api().call('GET', path)),
      );
    });

  audit
    .command('give <audit> <position> [person]')
    .summary('分派岗位给审核人;不写人员即收回 · give a position to a person; none takes it back')
    .option('--station <id>', '他站内审员所在站(总部)· the station of an outside auditor, by HQ')
    .action(
      async (
        auditId: string,
        position: string,
        person: string | undefined,
        options: { station?: string },
      ) => {
        const body = {
          personId: person ?? null,
          ...(options.station ? { stationId: options.station } : {}),
        };
        shell.printJson(await shell.api().call('PUT', `${positionPath(auditId, position)}/auditor`, body));
      },
    );

  audit
    .command('answers <audit>')
    .summary('已提交的答卷 · what was submitted')
    .action(async (auditId: string) => {
      const { json, words } = shell.context();
      const submitted = await shell.api().call<Submitted>('GET', `${auditPath(auditId)}/answers`);
      if (json) return shell.printJson(submitted);
      const correctionOf = (item: string) => submitted.corrections.find((one) => one.item === item);
      shell.print(
        terminalTable(
          [
            words('position'),
            words('item'),
            words('explain.answer'),
            words('corrected'),
            words('explain.remark'),
          ],
          submitted.positions.flatMap(({ position, answers }) =>
            answers.map((given) => {
              const correction = correctionOf(given.item);
              return [
                position,
                given.item,
                words(`answer.${given.answer}` as MessageKey),
                correction ? words(`answer.${correction.answer}` as MessageKey) : '',
                correction?.reason ?? given.remark ?? '',
              ];
            }),
          ),
        ),
      );
    });

  audit
    .command('reviews')
    .summary('待复核的审核 · audits that wait for the review')
    .action(async () => {
      const { json, words } = shell.context();
      const desk = await shell.api().all<ToReview>('/v1/reviews');
      if (json) return shell.printJson(desk);
      shell.print(
        terminalTable(
          [words('station'), words('name'), words('round'), 'id'],
          desk.map(({ stationId, name, round, auditId }) => [stationId, name, round, auditId]),
          [2],
        ),
      );
    });

  audit
    .command('review <audit>')
    .summary('复核:接受、更正或退回 · review: accept, correct, or send back')
    .option('--accept', '接受 · accept', false)
    .option('--corrections <file>', '更正(JSON)· with --accept: corrections from a JSON file')
    .option('--send-back <positions...>', '退回的岗位 · positions to be submitted again')
    .option('--reason <text>', '退回理由 · with --send-back: the reason')
    .action(
      async (
        auditId: string,
        options: { accept: boolean; corrections?: string; sendBack?: string[]; reason?: string },
      ) => {
        const { words } = shell.context();
        if (options.accept === (options.sendBack !== undefined))
          throw new UserError(words('one-of-options', '--accept, --send-back'), 2);
        if (options.sendBack && !options.reason)
          throw new UserError(words('option-argument-missing', '--reason'), 2);
        const body = options.sendBack
          ? {
              decision: 'send-back',
              positions: options.sendBack.map((position) => ({ position, reason: options.reason })),
            }
          : {
              decision: 'accept',
              ...(options.corrections ? { corrections: readJson(options.corrections, words) } : {}),
            };
        shell.printJson(await shell.api().call('POST', `${auditPath(auditId)}/review`, body));
      },
    );

  audit
    .command('appeal <audit> <position> <item>')
    .summary('对检查项提出申诉 · dispute an item')
    .requiredOption('--answer <answer>', 'satisfied | partly | not-applicable')
    .requiredOption('--reason <text>', '理由 · the reason')
    .requiredOption('--evidence <reference>', '证据存放处 · where the proof is kept')
    .action(async (auditId: string, position: string, item: string, options: Record<string, string>) => {
      const { answer, reason, evidence } = options;
      const body = { position, item, answer, reason, evidence };
      shell.printJson(await shell.api().call('POST', `${auditPath(auditId)}/appeals`, body));
    });

  audit
    .command('appeals [audit]')
    .summary('申诉:一份审核的,或待裁定的 · disputes of an audit, or those to be decided')
    .action(async (auditId: string | undefined) => {
      const { json, words } = shell.context();
      const path = auditId ? `${auditPath(auditId)}/appeals` : '/v1/appeals';
      const appeals = await shell.api().all<Appeal>(path);
      if (json) return shell.printJson(appeals);
      shell.print(
        terminalTable(
          [
            words('station'),
            words('item'),
            words('counted'),
            words('claimed'),
            words('status'),
            words('due'),
            words('score'),
            'id',
          ],
          appeals.map((appeal) => [
            appeal.stationId,
            appeal.item,
            words(`answer.${appeal.counted}` as MessageKey),
            words(`answer.${appeal.claimed}` as MessageKey),
            words(`appeal.${appeal.status}` as MessageKey),
            appeal.dueAt.slice(0, 10),
            appeal.scoreAfter === undefined
              ? ''
              : `${appeal.scoreBefore?.toFixed(2)} → ${appeal.scoreAfter.toFixed(2)}`,
            appeal.auditId,
          ]),
        ),
      );
    });

  audit
    .command('decide-appeal <audit> <item>')
    .summary('裁定申诉 · decide a dispute')
    .option('--uphold', '支持 · uphold', false)
    .option('--reject', '驳回 · reject', false)
    .option('--answer <answer>', '改判结果 · with --uphold: what counts from now on')
    .requiredOption('--reason <text>', '理由 · the reason')
    .action(
      async (
        auditId: string,
        item: string,
        options: { uphold: boolean; reject: boolean; answer?: string; reason: string },
      ) => {
        const { words } = shell.context();
        if (options.uphold === options.reject)
          throw new UserError(words('one-of-options', '--uphold, --reject'), 2);
        const path = `${auditPath(auditId)}/appeals/${encodeURIComponent(item)}/decision`;
        const body = {
          decision: options.uphold ? 'uphold' : 'reject',
          reason: options.reason,
          ...(options.answer ? { answer: options.answer } : {}),
        };
        shell.printJson(await shell.api().call('POST', path, body));
      },
    );
}
