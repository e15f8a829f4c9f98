import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds of CPU that each process has used since it began, by name. */
export type CpuTimes = Record<string, number>;

const clockTicksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export function readCpuTimes(pids: Readonly<Record<string, number>>): CpuTimes {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuTimeOf(pid)]));
}

export function difference(after: CpuTimes, before: CpuTimes): CpuTimes {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]),
  );
}

/** The most memory that each process ever had. */
export function readPeakMegabytes(pids: Readonly<Record<string, number>>): Record<string, number> {
  return memoryOf(pids, /^VmHWM:\s+(\d+) kB$/m);
}

/** The memory that each process has at this moment. */
export function readMegabytes(pids: Readonly<Record<string, number>>): Record<string, number> {
  return memoryOf(pids, /^VmRSS:\s+(\d+) kB$/m);
}

/** A line of proc(5)'s status. */
function memoryOf(pids: Readonly<Record<string, number>>, line: RegExp): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => {
      const [, kilobytes = '0'] = line.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return [name, Math.round(Number(kilobytes) / 1024)];
    }),
  );
}

/** `utime` and `stime` of proc(5); they stand behind the name, which may contain anything but a last `)`. */
function cpuTimeOf(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks * 1000) / clockTicksPerSecond;
}
