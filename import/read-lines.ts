import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { unreadable } from './file-errors.js';

/**
 * The longest line that is read, without its end. Any bill within it fits a MongoDB document
 * (16 MiB): a bill line takes at most 49 bytes there for 26 here.
 */
export const maxLineBytes = 8 * 1024 * 1024;

/** One line that is not blank; `number` counts from 1, blank lines too. */
export interface Line {
  number: number;
  text: string;
  /** Why the text is not the line: it is cut or cannot be decoded. */
  problem?: string;
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const shownOfLongLine = 1000;

/**
 * The lines of a file or of a stream, whatever their size in constant memory.
 * @throws SettlementError bad-input where it cannot be read.
 */
export async function* readLines(
  source: string | Readable,
  {
    maxBytes = maxLineBytes,
    onBytes,
  }: { maxBytes?: number; onBytes?: (bytes: number) => void } = {},
): AsyncGenerator<Line> {
  const stream =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 1 << 18 }) : source;
  let number = 0;
  for await (const bytes of splitLines(chunksOf(stream, source), maxBytes, onBytes)) {
    number++;
    const line = lineOf(number === 1 ? withoutMark(bytes) : bytes, number, maxBytes);
    if (line) yield line;
  }
}

async function* chunksOf(stream: Readable, source: string | Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>)
      yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(typeof source === 'string' ? source : '-', error);
  }
}

/** Of a line that is too long only its beginning is kept, one byte longer than `maxBytes` allows. */
async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer): void => {
    // A CR at the end and a mark at the beginning are not of the line.
    const room = maxBytes + 5 - length;
    if (room > 0 && part.length > 0) begun.push(Buffer.from(part.subarray(0, room)));
    length += Math.min(part.length, Math.max(room, 0));
  };
  for await (const chunk of chunks) {
    onBytes?.(chunk.length);
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      if (length === 0) yield chunk.subarray(from, end);
      else {
        keep(chunk.subarray(from, end));
        yield Buffer.concat(begun);
        begun = [];
        length = 0;
      }
      from = end + 1;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield Buffer.concat(begun);
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
}

function lineOf(bytes: Buffer, number: number, maxBytes: number): Line | undefined {
  const line = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
  if (line.length > maxBytes)
    return {
      number,
      text: line.toString('utf8', 0, shownOfLongLine),
      problem: `is longer than ${maxBytes} bytes`,
    };
  const text = line.toString('utf8');
  if (!isUtf8(line)) return { number, text, problem: 'is not UTF-8' };
  return /\S/.test(text) ? { number, text } : undefined;
}
