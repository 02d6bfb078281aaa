const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** Date and time without a zone are read as they are written; with `Z` they are shown in `zone`. */
function parse(value: string, zone: string): { at: Date; timeZone: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z?))?$/.exec(value);
  if (!match) return undefined;
  const at = new Date(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  return Number.isNaN(at.getTime()) ? undefined : { at, timeZone: match[3] ? zone : 'UTC' };
}

/** `23 November 2026`, or undefined when it is no date. */
export function dateText(value: string, zone: string): string | undefined {
  const read = parse(value, zone);
  return read && new Intl.DateTimeFormat('en-GB', { ...DAY, timeZone: read.timeZone }).format(read.at);
}

/** `23 November 2026 at 9:15am`, or undefined when it is no time. */
export function momentText(value: string, zone: string): string | undefined {
  const read = parse(value, zone);
  if (!read) return undefined;
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: read.timeZone,
  })
    .formatToParts(read.at)
    .filter((part) => part.type === 'hour' || part.type === 'minute');
  const [hour, minute] = parts.map((part) => Number(part.value)) as [number, number];
  const clock = `${hour % 12 || 12}${minute ? `:${String(minute).padStart(2, '0')}` : ''}${hour < 12 ? 'am' : 'pm'}`;
  return `${dateText(value, zone)} at ${clock}`;
}
