/**
 * A page of a list, of the documents found with a limit of one more than `pageSize`. `next_cursor` is the id of the last
 * item while there are more, else null.
 */
export function toPage<Document extends { _id: string }, Item>(
  found: readonly Document[],
  pageSize: number,
  toItem: (document: Document) => Item,
): { items: Item[]; next_cursor: string | null } {
  const page = found.slice(0, pageSize);
  return { items: page.map(toItem), next_cursor: found.length > pageSize ? (page.at(-1)?._id ?? null) : null };
}
