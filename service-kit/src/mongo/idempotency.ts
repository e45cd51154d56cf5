import type { z } from 'zod';
import { KeyTakenError } from '../errors';
import type { Clock } from '../runtime/clock';
import type { Connection } from './connect';
import { firstResultModel } from './idempotency.model';
import type { InTransaction, Session } from './transaction';

interface Operation<Result extends z.ZodType> {
  company: string;
  /** What is done, e.g. `lead.event`: the same key may name two different operations. */
  operation: string;
  key: string;
  /** What the request is about: the same key with another subject is refused. */
  subject?: string;
  result: Result;
}

/**
 * Does `work` in a transaction once for its key; every repeat, also a concurrent one, answers with the first result.
 * Throws a {@link KeyTakenError} when the key was used with another subject. Results are kept thirty days.
 */
export type Idempotent = <Result extends z.ZodType>(
  operation: Operation<Result>,
  work: (session: Session) => Promise<z.output<Result>>,
) => Promise<z.output<Result>>;

interface Operations<Result extends z.ZodType> extends Omit<Operation<Result>, 'key' | 'subject'> {
  keys: readonly string[];
}

/**
 * {@link Once} for a batch in one transaction: `work` gets the keys that nobody has used before, each once, and answers
 * for all of them. The result has an answer for every key.
 */
export type IdempotentEach = <Result extends z.ZodType>(
  operations: Operations<Result>,
  work: (session: Session, fresh: readonly string[]) => Promise<ReadonlyMap<string, z.output<Result>>>,
) => Promise<ReadonlyMap<string, z.output<Result>>>;

export function createIdempotentEach(
  connection: Connection,
  inTransaction: InTransaction,
  clock: Clock,
): IdempotentEach {
  const model = firstResultModel(connection);
  return async ({ company, operation, keys, result: schema }, work) => {
    const prefix = `${company}|${operation}|`;
    const all = [...new Set(keys)];
    return inTransaction(async (session) => {
      const found = await model.find({ _id: { $in: all.map((key) => prefix + key) } }, null, { session }).lean();
      const known = new Map(found.map(({ _id, result }) => [_id.slice(prefix.length), schema.parse(result)]));
      const fresh = all.filter((key) => !known.has(key));
      if (fresh.length === 0) return known;
      const results = await work(session, fresh);
      const created_at = clock.now();
      const firsts = [...results].map(([key, result]) => ({ _id: prefix + key, result, created_at }));
      await model.insertMany(firsts, { session });
      return new Map([...known, ...results]);
    });
  };
}

export function createIdempotent(connection: Connection, inTransaction: InTransaction, clock: Clock): Idempotent {
  const model = firstResultModel(connection);
  return async ({ company, operation, key, subject, result: schema }, work) => {
    const _id = `${company}|${operation}|${key}`;
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
