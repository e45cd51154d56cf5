import { Router } from 'express';
import { z } from 'zod';
import { notFound } from '../crm-error';
import { PageQuery, paginate } from '../cursor';
import type { Table } from './table';

interface RecordRoutes<Row extends { id: string }> {
  /** The name of the record type in error messages. */
  kind: string;
  schema: z.ZodType<Row>;
  table: Table<Row>;
  newId: () => string;
}

const Fields = z.record(z.string(), z.unknown());

/** Reads and writes records of one type. Writes change the records, so that a test can detect a forbidden write. */
export function recordRoutes<Row extends { id: string }>({ kind, schema, table, newId }: RecordRoutes<Row>): Router {
  const find = (id: string): Row => {
    const row = table.get(id);
    if (!row) throw notFound(kind);
    return row;
  };
  const save = (fields: Record<string, unknown>): Row => {
    const row = schema.parse(fields);
    table.put(row);
    return row;
  };

  return Router()
    .get('/', (request, response) => void response.json(paginate(table.list(), PageQuery.parse(request.query))))
    .get('/:id', ({ params }, response) => void response.json(find(params.id)))
    .post('/', ({ body }, response) => void response.status(201).json(save({ ...Fields.parse(body), id: newId() })))
    .put('/:id', ({ params, body }, response) => {
      const { id } = find(params.id);
      response.json(save({ ...Fields.parse(body), id }));
    })
    .patch('/:id', ({ params, body }, response) => {
      const row = find(params.id);
      response.json(save({ ...row, ...Fields.parse(body), id: row.id }));
    })
    .delete('/:id', ({ params }, response) => {
      if (!table.remove(params.id)) throw notFound(kind);
      response.status(204).end();
    });
}
