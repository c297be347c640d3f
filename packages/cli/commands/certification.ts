import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { problemMessage, problemPlace } from '../../domain/network/network-problems.ts';
import { type CertificateReport, importCertificates } from '../import-certificates.ts';
import type { MessageKey, Words } from '../messages.ts';
import { readCsv } from '../network-csv.ts';
import { count, oneOf } from '../options.ts';
import {
  type Certificate,
  type Certification,
  certificateFacts,
  certificatesTable,
  certificationText,
} from '../people-text.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';

const shownProblems = 50;
const mostPoints = 100;
const mostHours = 1000;
const mostDays = 999;
const causes = ['critical-finding', 'proven-complaint'];

/** `stationkeeper certification`: a person's way to one certificate. */
export function certificationCommands(program: Command, shell: Shell): void {
  const certification = program.command('certification').summary('认证流程 · the way to a certificate');
  const pathOf = (id: string) => `/v1/certifications/${encodeURIComponent(id)}`;

  certification
    .command('show <certification>')
    .summary('进展、下一步与评分表 · where it stands, what is next, and the rubric')
    .action((id: string) => send('GET', pathOf(id)));

  certification
    .command('begin <person>')
    .summary('申请续证、升级或授权 · ask for a renewal, a higher level or an authorisation')
    .requiredOption('--position <code>', '岗位 · position')
    .option('--renew <number>', '续证:证书编号 · renew this certificate')
    .option('--level <level>', '升级:级别 · this level')
    .option('--authorisation <id>', '授权项目 · this authorisation')
    .action(
      (
        personId: string,
        options: { position: string; renew?: string; level?: string; authorisation?: string },
      ) => {
        const { words } = shell.context();
        const { position, renew, level, authorisation } = options;
        const wanted = [
          ...(renew ? [{ kind: 'renewal', certificate: renew }] : []),
          ...(level ? [{ kind: 'upgrade', level }] : []),
          ...(authorisation ? [{ kind: 'authorisation', authorisation }] : []),
        ];
        if (wanted.length !== 1)
          throw new UserError(words('correction.choose-one', '--renew, --level, --authorisation'), 2);
        return send('POST', `/v1/people/${encodeURIComponent(personId)}/certifications`, {
          position,
          ...wanted[0],
        });
      },
    );

  certification
    .command('prerequisite <certification> <name>')
    .summary('登记已查验的条件 · record a prerequisite that was looked at')
    .option('--evidence <reference>', '材料存放处 · where the paper is kept')
    .option('--issued-on <day>', '发证日期 · first day of the statutory certificate')
    .option('--valid-until <day>', '有效期至 · its last day')
    .option('--waiver <reason>', '总部免除的理由 · why HQ does without it')
    .action((id: string, prerequisite: string, options: Record<string, string>) =>
      send('POST', `${pathOf(id)}/prerequisites`, { prerequisite, ...options }),
    );

  certification
    .command('retrained <certification>')
    .summary('登记重新培训 · record that the person was trained anew')
    .requiredOption('--evidence <reference>', '签到表存放处 · where the attendance list is kept')
    .action((id: string, options: { evidence: string }) => send('POST', `${pathOf(id)}/retraining`, options));

  certification
    .command('assess <certification> [step=points...]')
    .summary('登记实操考核得分 · record the points of the practical')
    .option('--others-full', '未写明的步骤得满分 · steps that are not named get all points', false)
    .action(async (id: string, given: string[], options: { othersFull: boolean }) => {
      const { words } = shell.context();
      const points = Object.fromEntries(given.map((text) => pointsOf(text, words)));
      if (options.othersFull) {
        const { rubric } = await shell.api().call<Certification>('GET', pathOf(id));
        for (const step of rubric) points[step.id] ??= step.points;
      }
      await send('POST', `${pathOf(id)}/assessments`, { points });
    });

  certification
    .command('approve <certification>')
    .summary('批准发证 · approve the certificate')
    .action((id: string) => send('POST', `${pathOf(id)}/decision`, { decision: 'approve' }));

  certification
    .command('turn-down <certification>')
    .summary('不予批准 · turn it down')
    .requiredOption('--reason <reason>', '理由 · reason')
    .action((id: string, { reason }: { reason: string }) =>
      send('POST', `${pathOf(id)}/decision`, { decision: 'turn-down', reason }),
    );

  async function send(method: string, path: string, body?: object): Promise<void> {
    const { json, words } = shell.context();
    const after = await shell.api().call<Certification>(method, path, body);
    if (json) return shell.printJson(after);
    shell.print(certificationText(after, words));
  }
}

function pointsOf(text: string, words: Words): [string, number] {
  const [step = '', points] = text.split('=');
  if (!step || points === undefined) throw new UserError(words('not-a-pair', text, 'MT-P1-1=5'), 2);
  return [step, count(step, points, 0, mostPoints, words)];
}

/** What HQ says of a decision. */
interface Said {
  reason: string;
  appealNote?: string;
}
const appealNote = '如何、何时前可申诉,或申诉结果 · how and until when the holder may object';

/** `stationkeeper certificate`: certificates that were issued. */
export function certificateCommands(program: Command, shell: Shell): void {
  const certificate = program.command('certificate').summary('证书 · certificates');
  const pathOf = (number: string) => `/v1/certificates/${encodeURIComponent(number.toUpperCase())}`;

  certificate
    .command('show <number>')
    .summary('一张证书 · one certificate')
    .action(async (number: string) => {
      const { json, words } = shell.context();
      const found = await shell.api().call<Certificate>('GET', pathOf(number));
      if (json) return shell.printJson(found);
      shell.print(certificateFacts(found, words));
    });

  certificate
    .command('list')
    .summary('证书列表,先到期的在前 · the list, the first to end first')
    .option('--station <id>', '服务商 · station')
    .option('--region <id>', '大区 · region')
    .option('--within <days>', '只看几天内到期或已到期的 · only those that end within so many days')
    .action(async (options: { station?: string; region?: string; within?: string }) => {
      const { json, words } = shell.context();
      const query = new URLSearchParams({ limit: '200' });
      if (options.station) query.set('stationId', options.station);
      if (options.region) query.set('regionId', options.region);
      if (options.within) query.set('within', String(count('--within', options.within, 0, mostDays, words)));
      const found = await shell.api().all<Certificate>(`/v1/certificates?${query}`);
      if (json) return shell.printJson(found);
      shell.print(certificatesTable(found, words));
    });

  certificate
    .command('suspend <number>')
    .summary('暂停 · suspend')
    .requiredOption('--cause <cause>', causes.join(' | '))
    .requiredOption('--reason <reason>', '理由 · reason')
    .option('--appeal-note <text>', appealNote)
    .action((number: string, { cause, ...said }: { cause: string } & Said) =>
      control(number, 'suspend', {
        cause: oneOf('--cause', cause, causes, shell.context().words),
        ...said,
      }),
    );

  certificate
    .command('reinstate <number>')
    .summary('恢复 · reinstate')
    .requiredOption('--reason <reason>', '理由 · reason')
    .option('--appeal-note <text>', appealNote)
    .action((number: string, said: Said) => control(number, 'reinstate', { ...said }));

  certificate
    .command('revoke <number>')
    .summary('撤销 · revoke')
    .requiredOption('--reason <reason>', '理由 · reason')
    .requiredOption('--appeal-note <text>', appealNote)
    .action((number: string, said: Said) => control(number, 'revoke', { ...said }));

  certificate
    .command('refresher <number>')
    .summary('登记继续教育累计学时 · record hours of further training so far')
    .requiredOption('--hours <hours>', '累计学时 · hours so far')
    .requiredOption('--evidence <reference>', '培训记录存放处 · where the record is kept')
    .action(async (number: string, options: { hours: string; evidence: string }) => {
      const { words } = shell.context();
      const hours = count('--hours', options.hours, 1, mostHours, words);
      await send(`${pathOf(number)}/refresher`, { hours, evidence: options.evidence });
    });

  certificate
    .command('statutory <number>')
    .summary('登记新的法定证书 · show a newer statutory certificate')
    .requiredOption('--issued <day>', '发证日期 · first day')
    .option('--until <day>', '有效期至或复审有效期至 · last day, or that of the last review')
    .requiredOption('--evidence <reference>', '证件存放处 · where a copy is kept')
    .action((number: string, options: { issued: string; until?: string; evidence: string }) =>
      send(`${pathOf(number)}/statutory`, {
        issuedOn: options.issued,
        ...(options.until ? { validUntil: options.until } : {}),
        evidence: options.evidence,
      }),
    );

  certificate
    .command('take-over <person>')
    .summary('承接本系统之前取得的证书(总部)· take over a certificate from before this system, for HQ')
    .requiredOption('--position <code>', '岗位 · position')
    .requiredOption('--level <level>', '级别 · level')
    .option('--authorisation <id>', '授权项目 · authorisation')
    .requiredOption('--from <day>', '生效日期 · first day')
    .requiredOption('--until <day>', '有效期至 · last day')
    .option('--practical <day>', '最近一次实操合格日期 · when the practical was passed last')
    .requiredOption('--evidence <reference>', '原证书存放处 · where the paper is kept')
    .action(
      (
        person: string,
        options: {
          position: string;
          level: string;
          authorisation?: string;
          from: string;
          until: string;
          practical?: string;
          evidence: string;
        },
      ) =>
        send(`/v1/people/${encodeURIComponent(person)}/certificates`, {
          position: options.position.toUpperCase(),
          level: options.level,
          ...(options.authorisation ? { authorisation: options.authorisation } : {}),
          validFrom: options.from,
          validUntil: options.until,
          ...(options.practical ? { practicalOn: options.practical } : {}),
          evidence: options.evidence,
        }),
    );

  certificate
    .command('import <file>')
    .summary('批量承接已有证书(总部)· take over the certificates of a CSV file, for HQ')
    .requiredOption('--reason <reason>', '承接理由,记入每张证书 · reason, which stands on each of them')
    .option('--dry-run', '只检查不写入 · only check', false)
    .action(async (file: string, options: { reason: string; dryRun: boolean }) => {
      const { json, language, words } = shell.context();
      const progress = openProgress(shell.progress, words('certificate.import-progress'));
      const report = await importCertificates(shell.api(), readCsv('certificates', bytesOf(file)), {
        ...options,
        onProgress: (done, of) => progress.show(done, of),
      });
      progress.end();
      if (report.problems.length > 0) process.exitCode = 1;
      if (json) return shell.printJson(report);
      for (const problem of report.problems.slice(0, shownProblems))
        shell.print(`${problemPlace(problem, language)}: ${problemMessage(problem, language)}`);
      if (report.problems.length > shownProblems)
        shell.print(words('more-problems', report.problems.length - shownProblems));
      shell.print(certificatesLine(report, words));
    });

  function bytesOf(file: string): Uint8Array {
    try {
      return readFileSync(file);
    } catch {
      throw new UserError(shell.context().words('file-unreadable', file));
    }
  }

  certificate
    .command('document <number>')
    .summary('下载证书 PDF · the certificate as PDF')
    .option('--out <file>', '保存到 · file to write')
    .action(async (number: string, options: { out?: string }) => {
      const { json, language, words } = shell.context();
      const bytes = await shell.api().file(`${pathOf(number)}/document?language=${language}`);
      const file = options.out ?? `${number.toUpperCase()}.pdf`;
      try {
        writeFileSync(file, bytes);
      } catch {
        throw new UserError(words('file-unwritable', file));
      }
      if (json) return shell.printJson({ file, bytes: bytes.byteLength });
      shell.print(words('certificate.saved', file, bytes.byteLength));
    });

  const control = (number: string, decision: string, body: object) =>
    send(`${pathOf(number)}/control`, { decision, ...body });

  async function send(path: string, body: object): Promise<void> {
    const { json, words } = shell.context();
    const after = await shell.api().call<Certificate>('POST', path, body);
    if (json) return shell.printJson(after);
    shell.print(
      words('certificate.now', after.number, words(`certificate-status.${after.status}` as MessageKey)),
    );
  }
}

/** The counts of an import of certificates as one line. */
export const certificatesLine = ({ dryRun, counts, problems }: CertificateReport, words: Words): string =>
  words(
    dryRun ? 'certificate.import-dry' : 'certificate.import-done',
    counts.taken,
    counts.unchanged,
    counts.refused,
    problems.length,
  );
