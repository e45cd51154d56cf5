import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { Session } from './mongo/transaction';
import type { Changes, Write } from './mongo/write';
import type { Outbox } from './outbox/outbox';

/** What a transaction changes, as a value: documents by the name of their collection, and the domain events it publishes. */
export interface UnitOfWork<Documents> {
  readonly changes?: { readonly [Name in keyof Documents]?: Changes<Documents[Name]> };
  readonly domainEvents?: readonly NewDomainEvent[];
}

/** Writes a unit of work in the transaction of `session`: one bulk write a collection, and one outbox document. */
export type Commit<Documents> = (session: Session, company: string, unitOfWork: UnitOfWork<Documents>) => Promise<void>;

/** How the documents of each collection are written. */
export type Writers<Documents> = { readonly [Name in keyof Documents]: Write<Documents[Name]> };

/** All parts as one unit of work, in the order given. A document must be in one part only. */
export function combine<Documents>(parts: readonly UnitOfWork<Documents>[]): UnitOfWork<Documents>;
export function combine(parts: readonly UnitOfWork<Record<string, unknown>>[]): UnitOfWork<Record<string, unknown>> {
  const all = parts.flatMap(({ changes = {} }) => Object.entries(changes));
  const ofCollection = Map.groupBy(all, ([name]) => name);
  const changes = [...ofCollection].map(([name, theirs]): [string, Changes<unknown>] => [
    name,
    {
      inserted: theirs.flatMap(([, change]) => change?.inserted ?? []),
      replaced: theirs.flatMap(([, change]) => change?.replaced ?? []),
    },
  ]);
  return {
    changes: Object.fromEntries(changes),
    domainEvents: parts.flatMap(({ domainEvents = [] }) => domainEvents),
  };
}

/** Collections are written in the order of `writers`. */
export function createCommit<Documents>(outbox: Outbox, writers: Writers<Documents>): Commit<Documents>;
export function createCommit(
  outbox: Outbox,
  writers: Writers<Record<string, unknown>>,
): Commit<Record<string, unknown>> {
  return async (session, company, { changes = {}, domainEvents = [] }) => {
    // One after the other: a session takes one operation at a time.
    for (const [name, write] of Object.entries(writers)) {
      const change = changes[name];
      if (change) await write(session, change);
    }
    await outbox.append(session, company, domainEvents);
  };
}
