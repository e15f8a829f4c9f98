import {
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoNotConnectedError,
} from 'mongodb';

/** Server codes of a primary that is going or gone, and of a server that is shutting down. */
const awayCodes = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Whether an error says that the server is away, rather than that something is wrong with the data. */
export function isServerAway(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoNotConnectedError
  ) {
    return true;
  }
  if (error.hasErrorLabel(MongoErrorLabel.PoolRequestedRetry)) return true;
  return typeof error.code === 'number' && awayCodes.has(error.code);
}
