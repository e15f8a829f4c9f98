import { readLines } from '../import/read-lines.js';
import { readRecord } from '../import/read-record.js';

/**
 * Judges every line of a file on its own, without a database.
 * @returns how many problems it has told of
 */
export async function checkData(file: string, onProblem: (line: string) => void): Promise<number> {
  let count = 0;
  for await (const line of readLines(file, { onBytes: () => undefined })) {
    const read = line.problem ? [{ field: 'record', reason: line.problem }] : readRecord(line.text);
    if (!Array.isArray(read)) continue;
    for (const { field, reason } of read) {
      onProblem(`${file}:${line.number}: ${field}: ${reason}`);
      count++;
    }
  }
  return count;
}
