import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { download } from './download.js';
import {
  findProgram,
  isExecutable,
  onPath,
  type Log,
  type Program,
  type ProgramSource,
} from './find-program.js';
import { withProgressLines } from './progress-lines.js';
import { projectRoot } from '../configuration/project-root.js';
import { runCommand } from './run-command.js';

const UNPACK_TIMEOUT_MS = 5 * 60_000;
const BUILD_TIMEOUT_MS = 40 * 60_000;
const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const OFFICIAL_ADDRESS = 'https://temporal.download';
const GO_PLACES = ['/usr/local/go/bin/go', '/usr/lib/go/bin/go', '/opt/homebrew/bin/go'];

/** Temporal's own archive of its command line, which holds the server and the Web UI. */
export function temporalDownload(address: string = OFFICIAL_ADDRESS): ProgramSource {
  return {
    title: "Temporal's download",
    async fetch(workFolder, log) {
      const archive = join(workFolder, 'temporal.tar.gz');
      const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
      await download({
        url: `${address}/cli/archive/latest?platform=${process.platform}&arch=${architecture}`,
        file: archive,
        title: 'temporal: downloading',
        log,
      });
      log('temporal: unpacking');
      await runCommand({
        program: 'tar',
        args: ['-xzf', archive, '-C', workFolder, 'temporal'],
        timeoutMs: UNPACK_TIMEOUT_MS,
      });
      return join(workFolder, 'temporal');
    },
  };
}

/** The versions and their checksums are pinned in embedded/temporal-server. */
const goModule: ProgramSource = {
  title: 'a build of its Go module (3 to 6 minutes, once)',
  async fetch(workFolder, log) {
    const go = onPath('go') ?? GO_PLACES.find(isExecutable);
    if (go === undefined) throw new Error('Go is not installed');
    for (const file of ['go.mod', 'go.sum']) {
      copyFileSync(
        join(projectRoot(), 'embedded', 'temporal-server', file),
        join(workFolder, file),
      );
    }
    const program = join(workFolder, 'temporal');
    let downloaded = 0;
    let compiled = 0;
    await withProgressLines(
      log,
      () => `temporal: ${downloaded} modules downloaded, ${compiled} packages compiled`,
      async () =>
        runCommand({
          program: go,
          args: ['build', '-v', '-buildvcs=false', '-ldflags=-s -w', '-o', program, PACKAGE],
          folder: workFolder,
          environment: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
          timeoutMs: BUILD_TIMEOUT_MS,
          onLine: (line) => {
            if (line.startsWith('go: ')) downloaded += 1;
            else compiled += 1;
          },
        }),
    );
    return program;
  },
};

const temporal: Program = {
  name: 'temporal',
  variable: 'SETTLE_TEMPORAL',
  sources: [temporalDownload(), goModule],
  advice:
    "install Temporal's CLI or Go 1.25+, or set SETTLE_TEMPORAL=/path/to/temporal, or TEMPORAL_ADDRESS=host:port",
  versionProblem: (version) =>
    version.includes('temporal version') ? undefined : 'not the command line of Temporal',
};

/** The path of Temporal's command line; fetches or builds it where there is none. */
export async function findTemporal(log: Log, environment?: NodeJS.ProcessEnv): Promise<string> {
  return findProgram(temporal, log, environment);
}
