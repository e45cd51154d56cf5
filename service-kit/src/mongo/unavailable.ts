import { Error as MongooseError, mongo } from 'mongoose';

/** The database was not there, went away, or did not answer in time. */
const AWAY = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
  MongooseError.MongooseServerSelectionError,
];

/** What the driver, or the server in a change of its primary, says may be tried again. */
const PASSING = [
  mongo.MongoErrorLabel.RetryableWriteError,
  mongo.MongoErrorLabel.TransientTransactionError,
  mongo.MongoErrorLabel.UnknownTransactionCommitResult,
];

/** No connection became free in time; the driver keeps the class to itself. */
const QUEUED_TOO_LONG = 'MongoWaitQueueTimeoutError';

/** Nobody's fault, and soon over: the same request may go through later. */
export const isUnavailable = (error: unknown): boolean =>
  AWAY.some((kind) => error instanceof kind) ||
  (error instanceof mongo.MongoError &&
    (error.name === QUEUED_TOO_LONG || PASSING.some((label) => error.hasErrorLabel(label))));
