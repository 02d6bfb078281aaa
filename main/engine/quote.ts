/** An identifier as SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text literal as SQL. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
