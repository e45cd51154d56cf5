import { z } from 'zod';
import { KeyTakenError } from '../errors';
import type { Clock } from '../runtime/clock';
import type { Connection } from './connect';
import { defineModel } from './model';
import type { InTransaction, Session } from './transaction';

/** The result of the first request with an idempotency key. */
const FirstResult = z.object({
  /** Company, operation and key, joined by `|`. */
  _id: z.string(),
  /** What the request was about. */
  subject: z.string().optional(),
  result: z.unknown(),
  created_at: z.date(),
});

const KEPT_SECONDS = 30 * 24 * 3_600;

export const firstResultModel = defineModel('idempotency', FirstResult, [
  [{ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS }],
]);

interface Operation<Result extends z.ZodType> {
  company: string;
  /** The operation, e.g. `lead.event`: one key can be used once for each operation. */
  operation: string;
  key: string;
  /** What the request is about: the same key with another subject is refused. */
  subject?: string;
  /** The shape of a result; a stored result is parsed with it. */
  result: Result;
}

/**
 * Runs `work` in a transaction once for its key and stores its result in the same transaction. A repeat within thirty
 * days, also a concurrent one, returns the first result. Throws a {@link KeyTakenError} when the key was used with
 * another subject.
 */
export type Idempotent = <Result extends z.ZodType>(
  operation: Operation<Result>,
  work: (session: Session) => Promise<z.output<Result>>,
) => Promise<z.output<Result>>;

interface Operations<Result extends z.ZodType> extends Omit<Operation<Result>, 'key' | 'subject'> {
  keys: readonly string[];
}

/**
 * {@link Idempotent} for a batch in one transaction: `work` gets the keys that have no result yet, each once, and returns
 * a result for each of them. The answer has a result for every key.
 */
export type IdempotentEach = <Result extends z.ZodType>(
  operations: Operations<Result>,
  work: (session: Session, newKeys: readonly string[]) => Promise<ReadonlyMap<string, z.output<Result>>>,
) => Promise<ReadonlyMap<string, z.output<Result>>>;

/** Quoted, so that no other company, operation and key together have the same text: ids in operations may hold any character. */
const prefixOf = (company: string, operation: string): string => `${JSON.stringify([company, operation])}|`;

export function createIdempotentEach(
  connection: Connection,
  inTransaction: InTransaction,
  clock: Clock,
): IdempotentEach {
  const model = firstResultModel(connection);
  return async ({ company, operation, keys, result: schema }, work) => {
    const prefix = prefixOf(company, operation);
    const all = [...new Set(keys)];
    return inTransaction(async (session) => {
      const found = await model.find({ _id: { $in: all.map((key) => prefix + key) } }, null, { session }).lean();
      const known = new Map(found.map(({ _id, result }) => [_id.slice(prefix.length), schema.parse(result)]));
      const newKeys = all.filter((key) => !known.has(key));
      if (newKeys.length === 0) return known;
      const results = await work(session, newKeys);
      const created_at = clock.now();
      const documents = [...results].map(([key, result]) => ({ _id: prefix + key, result, created_at }));
      // Of two concurrent batches the second to commit fails on a unique id, is repeated, and finds these results.
      await model.insertMany(documents, { session });
      return new Map([...known, ...results]);
    });
  };
}

export function createIdempotent(connection: Connection, inTransaction: InTransaction, clock: Clock): Idempotent {
  const model = firstResultModel(connection);
  return async ({ company, operation, key, subject, result: schema }, work) => {
    const _id = prefixOf(company, operation) + key;
    return inTransaction(async (session) => {
      const known = await model.findById(_id, null, { session }).lean();
      if (known && known.subject !== subject) throw new KeyTakenError(key);
      if (known) return schema.parse(known.result);
      const result = await work(session);
      // Of two concurrent requests the second to commit fails on the unique id, is repeated, and finds this result.
      await model.create([{ _id, ...(subject !== undefined && { subject }), result, created_at: clock.now() }], {
        session,
      });
      return result;
    });
  };
}
