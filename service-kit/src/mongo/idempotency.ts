import type { z } from 'zod';
import type { Clock } from '../runtime/clock';
import type { Connection } from './connect';
import { firstResultModel } from './idempotency.model';
import { isDuplicateKey, type InTransaction, type Session } from './transaction';

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
    const first = async () => {
      const found = await model.findById(_id).lean();
      return found ? { result: schema.parse(found.result) } : undefined;
    };
    const known = await first();
    if (known) return known.result;
    try {
      return await inTransaction(async (session) => {
        const result = await work(session);
        await model.create([{ _id, result, created_at: clock.now() }], { session });
        return result;
      });
    } catch (error) {
      // A concurrent repeat committed first: whichever unique index noticed it, its result is ours.
      const committed = isDuplicateKey(error) ? await first() : undefined;
      if (committed) return committed.result;
      throw error;
    }
  };
}
