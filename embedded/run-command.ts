import { spawn } from 'node:child_process';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Every line the program prints, on either stream, as it comes. */
  readonly onLine?: (line: string) => void;
}

const TAIL_LINES = 20;

/** Runs a program to its end; resolves with what it printed on standard output. */
export async function runCommand(command: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.program, command.args, {
      ...(command.folder === undefined ? {} : { cwd: command.folder }),
      env: command.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: command.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const tail: string[] = [];
    const take = (line: string): void => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      command.onLine?.(line);
    };
    const stdoutLines = lineSplitter(take);
    const stderrLines = lineSplitter(take);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      stdoutLines(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', stderrLines);
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`${command.program} is not installed`) : error),
    );
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const end = signal === null ? `exit status ${code}` : `ended by ${signal}`;
      return reject(new Error(`${command.program}: ${lastWords(tail) ?? end}`));
    });
  });
}

function lineSplitter(take: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') take(line.trim());
  };
}

/** The line that names the trouble, where one says so; else the last one. */
function lastWords(lines: readonly string[]): string | undefined {
  return (
    lines.findLast((line) => /error|no space left|no module named/i.test(line)) ?? lines.at(-1)
  );
}
