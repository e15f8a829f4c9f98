import { SettlementError } from '../domain/settlement-error.js';

const unreadableReasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  EIO: 'cannot be read from its disk',
};

const fullDiskCodes = ['ENOSPC', 'EDQUOT'];

/** One clear line for a file that cannot be read; any other error as it is. */
export function unreadable(file: string, error: unknown): unknown {
  const reason = unreadableReasons[codeOf(error)];
  return reason === undefined ? error : new SettlementError('bad-input', `${file}: ${reason}`);
}

/** One clear line where the disk is full; any other error as it is. */
export function diskFull(path: string, error: unknown): unknown {
  return fullDiskCodes.includes(codeOf(error))
    ? new SettlementError('server-away', `${path}: no space left on the disk`)
    : error;
}

export function isDirectory(file: string): SettlementError {
  return new SettlementError('bad-input', `${file}: is a directory`);
}

export function unwritable(file: string, error: unknown): SettlementError {
  return new SettlementError('bad-input', `${file}: cannot be written (${codeOf(error)})`);
}

function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}
