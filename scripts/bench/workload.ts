import { randomUUID } from 'node:crypto';

export const BATCH = 500;

/** First logins of that many people: the dearest kind, since each makes a person, identities and a lead. */
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
  /** Reads as a CRM is read: from where the batch before in the same source has led. */
  source: string;
  cursor: { from: string | null; to: string };
}

/** Sends all in batches, so many sources at once, and says how many logins a second went through. */
export async function throughput<Login>(
  all: readonly Login[],
  sources: number,
  send: (batch: Batch<Login>) => Promise<void>,
): Promise<number> {
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, n) =>
    all.slice(n * BATCH, (n + 1) * BATCH),
  );
  const waiting = batches.entries();
  const began = performance.now();
  const lane = async (source: string) => {
    let from: string | null = null;
    for (const [number, records] of waiting) {
      const to = String(number);
      await send({ records, number, source, cursor: { from, to } });
      from = to;
    }
  };
  await Promise.all(Array.from({ length: sources }, (_, n) => lane(`bench-${String(n)}`)));
  return all.length / ((performance.now() - began) / 1_000);
}
