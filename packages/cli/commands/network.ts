import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { networkFileNames } from '../../domain/network/network-files.ts';
import { problemMessage, problemPlace } from '../../domain/network/network-problems.ts';
import { makeCertificates } from '../../simulator/make-certificates.ts';
import { makeNetwork } from '../../simulator/make-network.ts';
import { loadEdition } from '../../standard/load-edition.ts';
import { type ImportReport, importNetwork } from '../import-network.ts';
import { readNetworkCsv, writeCsv } from '../network-csv.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

const shownProblems = 50;

interface Station {
  stationId: string;
  name: string;
  city: string;
  repairClass: string;
  regionId: string;
  intake: Record<string, number>;
  heads: Record<string, number>;
}

export function networkCommands(program: Command, shell: Shell): void {
  const network = program.command('network').summary('服务网络 · the network');

  network
    .command('make <folder>')
    .summary('生成示例网络的 CSV · make a sample network as CSV')
    .option('--stations <count>', '服务商家数 · how many stations', '300')
    .option('--seed <number>', '随机种子 · seed', '1')
    .action((folder: string, options: { stations: string; seed: string }) => {
      const { words } = shell.context();
      const stations = count('--stations', options.stations, 1, 100_000, words);
      const people = writeSampleNetwork(folder, stations, count('--seed', options.seed, 0, 2 ** 31, words));
      shell.print(words('network-made', stations, people, folder));
    });

  network
    .command('import <folder>')
    .summary('导入 CSV · import CSV files')
    .option('--dry-run', '只检查不写入 · only check', false)
    .action(async (folder: string, options: { dryRun: boolean }) => {
      const { json, language, words } = shell.context();
      const progress = openProgress(shell.progress, words('import-progress'));
      const report = await importFolder(shell, folder, options.dryRun, (done, of) => progress.show(done, of));
      progress.end();
      if (report.problems.length > 0) process.exitCode = 1;
      if (json) return shell.printJson(report);
      for (const problem of report.problems.slice(0, shownProblems))
        shell.print(`${problemPlace(problem, language)}: ${problemMessage(problem, language)}`);
      if (report.problems.length > shownProblems)
        shell.print(words('more-problems', report.problems.length - shownProblems));
      shell.print(importLine(report, words));
      const certificates = join(folder, 'certificates.csv');
      if (existsSync(certificates)) shell.print(words('certificates-next', certificates));
    });

  network
    .command('regions')
    .summary('大区 · regions')
    .action(async () => {
      const { json, language, words } = shell.context();
      const regions = await shell
        .api()
        .all<{ regionId: string; name: { zh: string; en: string } }>('/v1/regions');
      if (json) return shell.printJson(regions);
      shell.print(
        terminalTable(
          [words('region'), words('name')],
          regions.map((r) => [r.regionId, r.name[language]]),
        ),
      );
    });

  network
    .command('stations <region>')
    .summary('大区的服务商 · stations of a region')
    .action(async (region: string) => {
      const { json, words } = shell.context();
      const stations = await shell
        .api()
        .all<Station>(`/v1/regions/${encodeURIComponent(region)}/stations?limit=500`);
      if (json) return shell.printJson(stations);
      shell.print(
        terminalTable(
          [words('station'), words('name'), words('city'), words('class'), words('intake'), words('people')],
          stations.map((s) => [
            s.stationId,
            s.name,
            s.city,
            s.repairClass,
            s.intake[Object.keys(s.intake).sort().at(-1) ?? ''] ?? '',
            Object.values(s.heads).reduce((sum, heads) => sum + heads, 0),
          ]),
          [4, 5],
        ),
      );
    });

  network
    .command('station <station>')
    .summary('一家服务商 · one station')
    .action(async (station: string) => {
      shell.printJson(await shell.api().call<Station>('GET', `/v1/stations/${encodeURIComponent(station)}`));
    });

  network
    .command('people <station>')
    .summary('在岗人员(已脱敏)· people of a station, masked')
    .action(async (station: string) => {
      const { json, words } = shell.context();
      type Person = {
        personId: string;
        name: string;
        phone: string;
        assignments: { position: string; acting: boolean }[];
      };
      const people = await shell.api().all<Person>(`/v1/stations/${encodeURIComponent(station)}/people`);
      if (json) return shell.printJson(people);
      shell.print(
        terminalTable(
          [words('person'), words('name'), words('phone'), words('positions')],
          people.map((p) => [
            p.personId,
            p.name || words('people.not-recorded'),
            p.phone,
            p.assignments.map((a) => (a.acting ? `${a.position}*` : a.position)).join(' '),
          ]),
        ),
      );
    });

  /** Reads the network files of a folder and imports them. */
  async function importFolder(
    shell: Shell,
    folder: string,
    dryRun: boolean,
    onProgress: (done: number, of: number) => void,
  ) {
    const { words } = shell.context();
    const files = networkFileNames.filter((name) => existsSync(join(folder, `${name}.csv`)));
    if (files.length === 0)
      throw new UserError(
        words('no-network-files', folder, networkFileNames.map((name) => `${name}.csv`).join(', ')),
      );
    const bytes = Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, `${name}.csv`))]));
    return importNetwork(shell.api(), readNetworkCsv(bytes), { dryRun, onProgress });
  }
}

/** The counts of an import as one line. */
export function importLine(report: ImportReport, words: ReturnType<Shell['context']>['words']): string {
  const { counts } = report;
  return report.dryRun
    ? words('import-dry', report.readable, report.problems.length)
    : words(
        'import-done',
        counts.regions,
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.refused,
        report.problems.length,
      );
}

/** Writes a sample network as CSV files, with the certificates that its people hold; answers how many people it has. */
export function writeSampleNetwork(folder: string, stations: number, seed: number): number {
  const asOf = new Date().toISOString().slice(0, 10);
  const made = makeNetwork({ stations, seed, asOf });
  const certificates = makeCertificates(made, { seed, asOf, edition: loadEdition('edition-1') });
  mkdirSync(folder, { recursive: true });
  for (const name of networkFileNames) writeFileSync(join(folder, `${name}.csv`), writeCsv(name, made[name]));
  writeFileSync(join(folder, 'certificates.csv'), writeCsv('certificates', certificates));
  return made.people.length;
}
