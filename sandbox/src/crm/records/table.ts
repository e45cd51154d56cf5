export interface Table<Row extends { id: string }> {
  list(): Row[];
  get(id: string): Row | undefined;
  put(row: Row): void;
  /** Returns false if there was no record with this id. */
  remove(id: string): boolean;
}

/** Stores records by id, in the order in which they were added. */
export function createTable<Row extends { id: string }>(rows: readonly Row[]): Table<Row> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    list: () => [...byId.values()],
    get: (id) => byId.get(id),
    put: (row) => void byId.set(row.id, row),
    remove: (id) => byId.delete(id),
  };
}
