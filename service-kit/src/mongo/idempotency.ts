import type { z } from 'zod';
import type { Clock } from '../runtime/clock';
import type { Connection } from './connect';
import { firstResultModel } from './idempotency.model';
import type { InTransaction, Session } from './transaction';

interface Operation<Result extends z.ZodType> {
  company: string;
  /** What is done, e.g. `lead.event`: the same key may name two different operations. */
  operation: string;
  key: string;
  result: Result;
}

/**
 * Does `work` in a transaction once for its key; every repeat, also a concurrent one, answers with the first result.
 * Results are kept thirty days.
 */
export type Once = <Result extends z.ZodType>(
  operation: Operation<Result>,
  work: (session: Session) => Promise<z.output<Result>>,
) => Promise<z.output<Result>>;

export function createOnce(connection: Connection, inTransaction: InTransaction, clock: Clock): Once {
  const model = firstResultModel(connection);
  return async ({ company, operation, key, result: schema }, work) => {
    const _id = `${company}|${operation}|${key}`;
    return inTransaction(async (session) => {
      const known = await model.findById(_id, null, { session }).lean();
      if (known) return schema.parse(known.result);
      const result = await work(session);
      // Whoever commits this first was first; the other one looks again and finds it.
      await model.create([{ _id, result, created_at: clock.now() }], { session });
      return result;
    });
  };
}
