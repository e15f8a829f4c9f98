import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../configuration/project-root.js';

/** The dangerous ones, and how they end; `npm run fault-test` goes through every case. */
const cases: Readonly<Record<string, readonly RegExp[]>> = {
  'killed-before-record:aws/USD': [/\| accepted: \d+ s/],
  'killed-before-record:alibaba-cloud/CNY': [/\| found by operator: \d+ s/],
  throttle: [/\| accepted: \d+ s \| accepted: \d+ s( \| provisional: \d+ s){3}/],
  'reset-recorded': [
    /( \| accepted: \d+ s){2} \| found by operator: \d+ s \| accepted: \d+ s \| provisional: \d+ s/,
  ],
  'duplicate-at-first': [/\| 1 replaced, accepted; 2 accepted: \d+ s/],
  'killed-after-answer': [/\| 1 replaced, accepted; 2 accepted: \d+ s/],
  refuse: [/( \| 1 refused; 2 accepted: \d+ s){2}( \| 1 refused; 2 provisional: \d+ s){3}/],
  outage: [/( \| accepted: \d+ s){2} \| replaced, .*( \| provisional: \d+ s){2}/],
  unsubscribed: [/( \| refused: \d+ s){5}/],
  'above-limit': [/( \| settlement parked){3}/],
};

it(
  'leaves vendors and ledger in agreement whatever goes wrong between them',
  async () => {
    const names = Object.keys(cases);
    const { status, output } = await runFaultTest(['--cases', names.join(',')]);
    const lines = output.split('\n');
    for (const [name, endings] of Object.entries(cases)) {
      const row = lines.find((line) => line.startsWith(`${name} `));
      for (const ending of endings) expect(row).toMatch(ending);
      expect(row).toMatch(/\| agree$/);
    }
    expect(status).toBe(0);
  },
  // In the last minutes of an hour Alibaba Cloud takes no charge: the cases wait for the next one.
  10 * 60_000,
);

it('names the cases it knows and refuses others', async () => {
  const { status, output } = await runFaultTest(['--cases', 'a-wet-monday']);
  expect(output).toContain('no case a-wet-monday');
  expect(status).toBe(2);
});

/** As built: the workers that it starts are built ones too. */
async function runFaultTest(
  args: readonly string[],
): Promise<{ status: number | null; output: string }> {
  const program = join(projectRoot(), 'dist', 'fault-test', 'main.js');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output: chunks.join('') };
}
