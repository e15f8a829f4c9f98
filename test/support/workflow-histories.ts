import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { projectRoot } from '../../configuration/project-root.js';

const { History } = temporal.api.history.v1;

export interface RecordedHistory {
  name: string;
  workflowId: string;
  workflowType: string;
  history: temporal.api.history.v1.History;
}

const folder = join(projectRoot(), 'test', 'histories');

/** Every history of every version, in the order of their names, which begin with the version. */
export function readHistories(): RecordedHistory[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted()
    .map((name) => recorded(name, readFileSync(join(folder, `${name}.json`), 'utf8')));
}

export function recorded(name: string, text: string): RecordedHistory {
  const history = History.fromObject(JSON.parse(text) as object);
  const started = history.events[0]?.workflowExecutionStartedEventAttributes;
  const { workflowId, workflowType } = started ?? {};
  if (!workflowId || !workflowType?.name) throw new Error(`${name} does not begin with a start`);
  return { name, workflowId, workflowType: workflowType.name, history };
}

/** Those of this version are recorded anew; what other versions recorded stays. */
export function forgetHistories(version: string): void {
  rmSync(join(folder, version), { recursive: true, force: true });
  mkdirSync(join(folder, version), { recursive: true });
}

/** Stores the history of a run, the last one where none is named: a line an event, without names of this machine. */
export async function keepHistory(handle: WorkflowHandle, name: string): Promise<void> {
  const history = History.fromObject(await handle.fetchHistory());
  const { events } = History.toObject(history, { longs: String, enums: String, bytes: String });
  const lines = (events as object[]).map((event) =>
    JSON.stringify(event, withoutTraces).replaceAll(hostname(), 'host'),
  );
  writeFileSync(join(folder, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
}

function withoutTraces(key: string, value: unknown): unknown {
  return key === 'stackTrace' || key === 'identity' ? '' : value;
}
