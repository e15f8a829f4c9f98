import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { formatAmount } from '../domain/money.js';
import { totalOf } from '../domain/statement.js';
import type { CycleProgress } from '../workflows/messages.js';
import { say } from './say.js';

export interface CycleBar {
  update(name: string, progress: CycleProgress): void;
  stop(): void;
}

/** On a terminal a bar a cycle; elsewhere a line whenever the phase changes. */
export function cycleProgressBar(): CycleBar {
  return process.stderr.isTTY ? drawnBar() : spokenBar();
}

function drawnBar(): CycleBar {
  const bars = new MultiBar(
    {
      format: '{name} {bar} {value}/{total} cohorts  {accounts} accounts  {amount}  {phase}',
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const drawn = new Map<string, SingleBar>();
  return {
    update(name, progress) {
      const bar = drawn.get(name) ?? bars.create(1, 0);
      drawn.set(name, bar);
      bar.setTotal(Math.max(progress.cohorts.started, 1));
      bar.update(progress.cohorts.finished, {
        name,
        accounts: progress.accounts,
        amount: formatAmount(totalOf(progress.amounts)),
        phase: phaseOf(progress),
      });
    },
    stop: () => bars.stop(),
  };
}

function spokenBar(): CycleBar {
  const said = new Map<string, string>();
  return {
    update(name, progress) {
      const phase = phaseOf(progress);
      if (said.get(name) === phase) return;
      said.set(name, phase);
      say(`${name}: ${phase}, ${progress.accounts} accounts settled`);
    },
    stop: () => undefined,
  };
}

function phaseOf({ phase, waitsFor, paused }: CycleProgress): string {
  if (paused) return 'paused';
  return waitsFor.length > 0 ? `${phase}, waits for ${waitsFor.join(', ')}` : phase;
}
