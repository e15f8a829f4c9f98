import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../configuration/project-root.js';

/** A bounded choice of the sweep: `npm run crash-test` goes through every point. */
const points = [
  'openSettlements:inside-transaction',
  'chargeCloudAccounts:after-commit',
  'worker:stopped',
  'mongod:killed',
];

it(
  'ends with the same statement, balances and a clean audit whatever is killed in mid-cycle',
  async () => {
    const { status, output } = await runCrashTest(['--points', points.join(',')]);
    const rows = output.split('\n').filter((line) => points.some((name) => line.startsWith(name)));
    expect(rows).toHaveLength(points.length);
    for (const row of rows) expect(row).toMatch(/the same, audit clean$/);
    expect(status).toBe(0);
  },
  4 * 60_000,
);

it('names the points it knows and refuses others', async () => {
  const { status, output } = await runCrashTest(['--points', 'applyVouchers:yesterday']);
  expect(output).toContain('no crash point applyVouchers:yesterday');
  expect(status).toBe(2);
});

/** As built: the workers that it starts are built ones too. */
async function runCrashTest(
  args: readonly string[],
): Promise<{ status: number | null; output: string }> {
  const program = join(projectRoot(), 'dist', 'crash-test', 'main.js');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output: chunks.join('') };
}
