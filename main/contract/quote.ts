/** An identifier as SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table in a schema, a schema in a catalogue … as SQL. */
export const quotePath = (...names: string[]): string => names.map(quoteName).join('.');

/** A text literal as SQL. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
