import { randomUUID } from 'node:crypto';

export const BATCH = 500;

/** First logins of `count` people. They cost most, because each creates a person, identities and a lead. */
export function logins(count: number) {
  const run = randomUUID();
  return Array.from({ length: count }, (_, n) => ({
    login_id: `${run}-${String(n)}`,
    occurred_at: new Date().toISOString(),
    product_id: 'analytics-suite',
    user: {
      crm_user_id: `${run}-${String(n)}`,
      name: 'Ada Lovelace',
      contact_info: { email: `${run}-${String(n)}@people.example`, phone: '+493012345678' },
      demographics: { job_title: 'Analyst', company_size: '51-200', industry: 'Software' },
      timezone: 'Europe/Berlin',
      locale: 'de',
    },
    organization: { id: `org-${String(n % 50)}`, name: 'Acme' },
  }));
}

export interface Batch<Login> {
  records: Login[];
  number: number;
  /** As for a CRM: `from` is the `to` of the previous batch of the same source. */
  source: string;
  cursor: { from: string | null; to: string };
}

/** Sends all logins in batches, `sources` batches at a time, and answers the logins per second. */
export async function throughput<Login>(
  all: readonly Login[],
  sources: number,
  send: (batch: Batch<Login>) => Promise<void>,
): Promise<number> {
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, n) =>
    all.slice(n * BATCH, (n + 1) * BATCH),
  );
  const remaining = batches.entries();
  const began = performance.now();
  const sendBatchesOf = async (source: string) => {
    let from: string | null = null;
    for (const [number, records] of remaining) {
      const to = String(number);
      await send({ records, number, source, cursor: { from, to } });
      from = to;
    }
  };
  await Promise.all(Array.from({ length: sources }, (_, n) => sendBatchesOf(`bench-${String(n)}`)));
  return all.length / ((performance.now() - began) / 1_000);
}
