// Runs the platform in a process of its own, for tests that end it by force: node platform-child.ts <assembly> <data>
import { startPlatform } from '../../../packages/local/platform.ts';

const [assembly = '', data = ''] = process.argv.slice(2);
const platform = await startPlatform({
  assembly,
  data,
  users: [{ login: 'li', password: 'right', name: '李' }],
});
const { apiUrl, issuerUrl, gatewayUrl, operatorEnv, outputs } = platform;
process.stdout.write(`${JSON.stringify({ apiUrl, issuerUrl, gatewayUrl, operatorEnv, outputs })}\n`);
process.on('SIGTERM', () => void platform.stop().then(() => process.exit(0)));
