/** A text literal as SQL. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An identifier as SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
