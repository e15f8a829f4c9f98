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

interface ReadOptions {
  maxBytes?: number;
  onBytes?: (bytes: number) => void;
}

/** The lines of a file or of a stream. @throws SettlementError bad-input where it cannot be read. */
export async function* readLines(
  source: string | Readable,
  options: ReadOptions = {},
): AsyncGenerator<Line> {
  for await (const lines of readLinesByChunk(source, options)) yield* lines;
}

/** The same as they come, many at once, whatever their size in constant memory. */
export async function* readLinesByChunk(
  source: string | Readable,
  { maxBytes = maxLineBytes, onBytes }: ReadOptions = {},
): AsyncGenerator<Line[]> {
  const stream =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: 1 << 16 }) : source;
  const cutter = new LineCutter(maxBytes);
  for await (const chunk of chunksOf(stream, source)) {
    onBytes?.(chunk.length);
    yield cutter.cut(chunk);
  }
  yield cutter.end();
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
class LineCutter {
  private readonly maxBytes: number;
  private number = 0;
  private begun: Buffer[] = [];
  private length = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  cut(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const part = chunk.subarray(from, end);
      if (this.length > 0) this.keep(part);
      this.addLine(lines, this.length > 0 ? this.takeBegun() : part);
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
    return lines;
  }

  /** The last line, where nothing ended it. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.length > 0) this.addLine(lines, this.takeBegun());
    return lines;
  }

  private keep(part: Buffer): void {
    // A CR at the end and a mark at the beginning are not of the line.
    const room = this.maxBytes + 5 - this.length;
    if (room > 0 && part.length > 0) this.begun.push(Buffer.from(part.subarray(0, room)));
    this.length += Math.min(part.length, Math.max(room, 0));
  }

  private takeBegun(): Buffer {
    const bytes = Buffer.concat(this.begun);
    this.begun = [];
    this.length = 0;
    return bytes;
  }

  private addLine(lines: Line[], bytes: Buffer): void {
    this.number++;
    const line = lineOf(this.number === 1 ? withoutMark(bytes) : bytes, this.number, this.maxBytes);
    if (line) lines.push(line);
  }
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
