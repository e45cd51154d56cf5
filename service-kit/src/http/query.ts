import { parse, type ParsedUrlQuery } from 'node:querystring';
import { AppError } from '../errors';

/**
 * The query string as names and values; a name that occurs twice has an array. 400 `INVALID_QUERY` where it is not
 * percent-encoded UTF-8: Node's parser would put U+FFFD for each wrong byte, so that different values become equal.
 */
export function parseQuery(query: string | null | undefined): ParsedUrlQuery {
  if (!query) return {};
  try {
    decodeURIComponent(query);
  } catch {
    throw new AppError(400, 'INVALID_QUERY', 'The query is not percent-encoded UTF-8.');
  }
  return parse(query);
}
