const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** When a period began, in years, so that periods can be ordered: dates, months, quarters, financial years and plain numbers. */
export function periodOrder(text: string): number | null {
  const period = text.trim().toLowerCase();
  const date = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[ t].*)?$/.exec(period);
  if (date && Number(date[2]) >= 1 && Number(date[2]) <= 12)
    return Number(date[1]) + (Number(date[2]) - 1) / 12 + Number(date[3] ?? 1) / 400;
  const financial = /^(?:fy ?)?(\d{4}) ?[/–-] ?(\d{2}|\d{4})$/.exec(period);
  if (financial) return Number(financial[1]) + 0.25;
  const quarter = /^(?:q([1-4]) ?(\d{4})|(\d{4}) ?-?q([1-4]))$/.exec(period);
  if (quarter) return Number(quarter[2] ?? quarter[3]) + (Number(quarter[1] ?? quarter[4]) - 1) / 4;
  const month = /^([a-z]{3})[a-z]* (\d{4})$/.exec(period);
  if (month && MONTHS.includes(month[1]!)) return Number(month[2]) + MONTHS.indexOf(month[1]!) / 12;
  const words: Record<string, number> = { baseline: 0, before: 0, pre: 0, after: 1, post: 1 };
  const plain = /^(?:(?:wave|year|week|month|period|quarter) ?)?(\d+(?:\.\d+)?)$/.exec(period);
  return plain ? Number(plain[1]) : (words[period] ?? null);
}
