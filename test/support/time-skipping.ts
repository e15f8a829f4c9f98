import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { EnvironmentError } from '../../embedded/environment-error.js';
import { isExecutable, onPath } from '../../embedded/find-program.js';
import { cachedProgram, placeInCache } from '../../embedded/program-cache.js';
import { runCommand } from '../../embedded/run-command.js';
import * as keys from '../../workflows/search-attributes.js';

const version = '1.32.1';
const mostTries = 10;

const fetchTimeoutMs = 10 * 60_000;

/**
 * Temporal's test server, on which time stands still until a test lets it pass: `sleep` of the
 * environment passes 14 days in a second, and what waits happens in its order. It is Temporal's Java
 * test server, fetched once with Maven into the cache of programs; Java 17 or newer runs it.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer();
  const server = { executable: { type: 'existing-path', path } } as const;
  for (let tries = 1; ; tries++) {
    try {
      const environment = await TestWorkflowEnvironment.createTimeSkipping({ server });
      return await withSearchAttributes(environment);
    } catch (error) {
      // The SDK gives it five seconds, which on a busy machine Java may need for itself.
      if (tries === mostTries) throw error;
    }
  }
}

/** It knows how to add them, and not how to list them. */
async function withSearchAttributes(
  environment: TestWorkflowEnvironment,
): Promise<TestWorkflowEnvironment> {
  const { INDEXED_VALUE_TYPE_KEYWORD: keyword } = temporal.api.enums.v1.IndexedValueType;
  const added = Object.values(keys).filter((key) => key !== keys.scheduledTimeKey);
  try {
    await environment.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: Object.fromEntries(added.map(({ name }) => [name, keyword])),
    });
    return environment;
  } catch (error) {
    await environment.teardown();
    throw error;
  }
}

async function findTestServer(): Promise<string> {
  const name = `temporal-test-server-${version}`;
  const program = join(cachedProgram(name), 'start');
  // Without it the server would only be late.
  programOnPath('java');
  if (existsSync(program)) return program;
  try {
    await placeInCache({ name, make: fetchJars, check: async () => undefined });
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(program)) throw error;
  }
  return program;
}

async function fetchJars(workFolder: string): Promise<string> {
  const [maven, java] = [programOnPath('mvn'), programOnPath('java')];
  const folder = join(workFolder, 'server');
  await mkdir(folder, { recursive: true });
  await writeFile(join(workFolder, 'pom.xml'), pom);
  await runCommand({
    program: maven,
    args: [
      '--quiet',
      '--batch-mode',
      'dependency:copy-dependencies',
      `-DoutputDirectory=${join(folder, 'jars')}`,
    ],
    folder: workFolder,
    timeoutMs: fetchTimeoutMs,
  });
  const start = [
    '#!/bin/sh',
    '# Up quickly rather than quick.',
    `exec '${java}' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$@"`,
    '',
  ];
  await writeFile(join(folder, 'start'), start.join('\n'), { mode: 0o755 });
  return folder;
}

function programOnPath(name: string): string {
  const found = onPath(name);
  if (found === undefined || !isExecutable(found))
    throw new EnvironmentError(
      `${name} is not there, and Temporal's test server needs it; install Maven and Java 17 (apt-get install maven)`,
    );
  return found;
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>settlement</groupId>
  <artifactId>time-skipping</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
