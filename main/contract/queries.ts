import type { ColumnInfo, Page } from './data.ts';

export interface QueryReply {
  /** Names the result until it is closed. */
  id: string;
  columns: ColumnInfo[];
  rowCount: number;
}

export interface Suggestion {
  text: string;
  kind: 'table' | 'column' | 'keyword';
  /** Offset in the text from which it replaces. */
  start: number;
  about?: string;
}

export interface QueriesApi {
  /** Runs one SELECT on the workspace's extracts; the whole result is kept for paging. */
  open(request: { job: string; sql: string }): Promise<QueryReply>;
  /** Rows `offset` to `offset + limit − 1`, as fast at the end as at the start. */
  page(id: string, offset: number, limit: number): Promise<Page>;
  close(id: string): Promise<void>;
  /** What could come next at the end of a piece of SQL. */
  complete(sql: string): Promise<Suggestion[]>;
}
