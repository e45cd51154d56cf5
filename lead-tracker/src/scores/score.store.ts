import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { ledgerModel } from './score.model';

export type ScoreStore = ReturnType<typeof createScoreStore>;

export function createScoreStore(connection: Connection) {
  const ledger = ledgerModel(connection);
  return {
    latest: (company: string, leadId: string, limit: number) =>
      ledger.find({ company_id: company, lead_id: leadId }).sort({ _id: -1 }).limit(limit).lean(),
    write: createWrite(ledger),
  };
}
