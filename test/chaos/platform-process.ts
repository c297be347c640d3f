import { createInterface } from 'node:readline';
import { assemblyFolder } from '../../packages/cli/assembly.ts';
import { demoUsers } from '../../packages/cli/demo-users.ts';
import { startPlatform } from '../../packages/local/platform.ts';

/** A platform in a process of its own that can be killed: `platform-process.ts <data> <api port> <issuer port>`. */
const [data = '', apiPort = '0', issuerPort = '0'] = process.argv.slice(2);
let verify = async (_login: string, _password: string) => false;
const platform = await startPlatform({
  assembly: assemblyFolder,
  data,
  apiPort: Number(apiPort),
  issuerPort: Number(issuerPort),
  verifyUser: (login, password) => verify(login, password),
});
Object.assign(process.env, platform.operatorEnv);
const users = demoUsers(platform.outputs.TableName ?? '');
await users.grantHq();
verify = users.verify;
process.stdout.write(
  `${JSON.stringify({
    apiUrl: platform.apiUrl,
    issuerUrl: platform.issuerUrl,
    clientId: (platform.outputs.Audience ?? '').split(',')[0] ?? '',
    tableName: platform.outputs.TableName ?? '',
    operatorEnv: platform.operatorEnv,
  })}\n`,
);
// The clock goes on by as many milliseconds as a line says.
createInterface({ input: process.stdin }).on('line', (line) => platform.clock.advance(Number(line)));
process.on('SIGTERM', () => void platform.stop().then(() => process.exit()));
