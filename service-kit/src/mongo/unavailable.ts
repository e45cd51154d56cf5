import { Error as MongooseError, mongo } from 'mongoose';

/** The driver could not reach the database, lost it, or got no answer in time. */
const UNREACHABLE = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
  MongooseError.MongooseServerSelectionError,
];

/** Labels of errors that the driver, or the server during an election, marks as worth a repetition. */
const TRANSIENT = [
  mongo.MongoErrorLabel.RetryableWriteError,
  mongo.MongoErrorLabel.TransientTransactionError,
  mongo.MongoErrorLabel.UnknownTransactionCommitResult,
];

/** No connection of the pool became free in time. The driver does not export this class. */
const QUEUED_TOO_LONG = 'MongoWaitQueueTimeoutError';

/** Whether the database is unavailable for the moment, so that the same request may succeed later. */
export const isUnavailable = (error: unknown): boolean =>
  UNREACHABLE.some((kind) => error instanceof kind) ||
  (error instanceof mongo.MongoError &&
    (error.name === QUEUED_TOO_LONG || TRANSIENT.some((label) => error.hasErrorLabel(label))));
